import { randomBytes } from 'node:crypto'

/** A new id: sorts by the time it was made, and is unique without asking anyone. */
export function newId(): string {
  const random = BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString(36)
    .padStart(13, '0')
  return Date.now().toString(36).padStart(9, '0') + random.slice(0, 11)
}

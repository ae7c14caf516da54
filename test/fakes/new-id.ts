import { randomBytes } from 'node:crypto'

/** A fresh id in the form of `Id`. */
export function newId(): string {
  return randomBytes(8).toString('hex')
}

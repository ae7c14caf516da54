/** A value as SQLite stores it. */
export type Value = null | bigint | number | string | Uint8Array

/** A number of one to nine bytes, seven bits each but for the last (sqlite.org/fileformat2.html, "varint"). */
export function readVarint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0n
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes.readUInt8(at + index)
    if (index === 8) return { value: Number((value << 8n) | BigInt(byte)), next: at + 9 }
    value = (value << 7n) | BigInt(byte & 0x7f)
    if (byte < 0x80) return { value: Number(value), next: at + index + 1 }
  }
  throw new RangeError('a varint has at most nine bytes')
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8]
const MOST_COLUMNS = 100

/** Reads one record: its header says the type of each value. Throws `RangeError` where it is not one. */
export function readRecord(payload: Buffer): Value[] {
  const { value: headerLength, next } = readVarint(payload, 0)
  if (headerLength < 1 || headerLength > payload.length) throw new RangeError('the header is longer than the record')
  const types: number[] = []
  for (let at = next; at < headerLength;) {
    const type = readVarint(payload, at)
    types.push(type.value)
    at = type.next
    if (types.length > MOST_COLUMNS) throw new RangeError('too many columns')
  }
  let at = headerLength
  const values = types.map((type) => {
    const { value, bytes } = readValue(payload, at, type)
    at += bytes
    return value
  })
  if (at !== payload.length) throw new RangeError('the values do not fill the record')
  return values
}

function readValue(payload: Buffer, at: number, type: number): { value: Value; bytes: number } {
  if (type === 0) return { value: null, bytes: 0 }
  if (type === 8 || type === 9) return { value: BigInt(type - 8), bytes: 0 }
  if (type === 7) return { value: payload.readDoubleBE(at), bytes: 8 }
  const bytes = INTEGER_BYTES[type]
  if (bytes !== undefined) return { value: readInteger(payload, at, bytes), bytes }
  if (type < 12) throw new RangeError('a reserved type')
  const length = Math.floor((type - 12) / 2)
  if (at + length > payload.length) throw new RangeError('a value ends outside of the record')
  const part = payload.subarray(at, at + length)
  return { value: type % 2 === 0 ? Uint8Array.from(part) : readText(part), bytes: length }
}

function readInteger(payload: Buffer, at: number, bytes: number): bigint {
  if (at + bytes > payload.length) throw new RangeError('a value ends outside of the record')
  return BigInt.asIntN(bytes * 8, BigInt(`0x${payload.toString('hex', at, at + bytes)}`))
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function readText(part: Buffer): string {
  try {
    return utf8.decode(part)
  } catch (error) {
    throw new RangeError('text that is not UTF-8', { cause: error })
  }
}

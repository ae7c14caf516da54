const BLOCK = 512
/** Eleven octal digits. */
const LARGEST = 8 ** 11 - 1
const LONGEST_NAME = 100

/**
 * The header of a plain file in a POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange Format"): owner and mode
 * are fixed, so that equal files give equal archives. Throws `RangeError` for a name or a size that the format cannot hold.
 */
export function tarHeader(name: string, bytes: number, modifiedMs: number): Buffer {
  const header = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > LONGEST_NAME) throw new RangeError(`the name "${name}" is too long for an archive`)
  if (bytes > LARGEST) throw new RangeError(`"${name}" is too large for an archive`)
  const octal = (value: number, at: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  }
  header.write(name, 0, 'utf8')
  octal(0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(bytes, 124, 12)
  octal(Math.floor(modifiedMs / 1000), 136, 12)
  header.fill(' ', 148, 156)
  header.write('0', 156, 'latin1')
  header.write('ustar\u000000', 257, 'latin1')
  // The sum of all bytes with the field itself as blanks; its form is older than the rule for the others.
  const sum = header.reduce((total, value) => total + value, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

/** The zeros that fill the last block of a file. */
export function tarPadding(bytes: number): Buffer {
  return Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK)
}

/** Two empty blocks end an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK)

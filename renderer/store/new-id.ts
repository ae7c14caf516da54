const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new id for a clip: 20 characters of base 36. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => ALPHABET.charAt(byte % 36)).join('')
}

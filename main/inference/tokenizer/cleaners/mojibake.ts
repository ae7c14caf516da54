const latin = new TextDecoder('windows-1252')
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Character of windows-1252 (and the control characters in its gaps) to its byte. */
const BYTES = new Map(Array.from({ length: 256 }, (_, byte) => [latin.decode(Uint8Array.of(byte)), byte]))

const after = (from: number, to: number): string =>
  [...BYTES].flatMap(([character, byte]) => (byte >= from && byte <= to ? [escaped(character)] : [])).join('')
const CONTINUATION = `[${after(0x80, 0xbf)}]`

/**
 * UTF-8 that was read as windows-1252: the two bytes of Western letters, the three of most others and of typographic
 * signs, the four of emoji. A space may be what is left of a hard one (byte A0). First bytes that are common capitals of
 * their own are not taken for the first of two.
 */
const SUSPECT = new RegExp(
  `(?:[\u00c2-\u00c5]${CONTINUATION}|[\u00e0-\u00ef]${CONTINUATION}(?:${CONTINUATION}| )|[\u00f0-\u00f4]${CONTINUATION}{3})+`,
  'gu',
)

/**
 * Puts right what was UTF-8 and was read as windows-1252 ("cafÃ©" for "café"), the one kind of mojibake that prompts have in
 * practice. Other encodings are left alone.
 */
export function fixMojibake(text: string): string {
  return text.replaceAll(SUSPECT, (run) => {
    try {
      return utf8.decode(Uint8Array.from(run, (character) => (character === ' ' ? 0xa0 : (BYTES.get(character) ?? 0))))
    } catch {
      // Not UTF-8 after all: the text means what it says.
      return run
    }
  })
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * Prompt cleaners were written in Python, whose `\w`, `\d`, `\s` and `\b` know all of Unicode, where those of JavaScript
 * know ASCII or another set of spaces. These helpers give the Python meaning.
 */
const WORD = String.raw`\p{L}\p{N}_`
const SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`
const CLASSES: Readonly<Record<string, string>> = { w: WORD, d: String.raw`\p{Nd}`, s: SPACE }
const EDGE = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`

/** A pattern in Python's notation, to be used with `replaceAll`. Capitals (`\S`, `\D`) work outside of brackets. */
export function python(strings: TemplateStringsArray, ...parts: readonly string[]): RegExp {
  const source = String.raw(strings, ...parts)
  let out = ''
  let isInBrackets = false
  for (let i = 0; i < source.length; i++) {
    const letter = source[i] as string
    if (letter !== '\\') {
      if (letter === '[') isInBrackets = true
      if (letter === ']') isInBrackets = false
      out += letter
      continue
    }
    const next = source[++i] as string
    const known = CLASSES[next.toLowerCase()]
    if (next === 'b') out += EDGE
    else if (known === undefined) out += letter + next
    else if (isInBrackets) out += known
    else out += `[${next === next.toLowerCase() ? '' : '^'}${known}]`
  }
  return new RegExp(out, 'gu')
}

const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'gu')

/** `str.strip()` */
export function strip(text: string): string {
  return text.replaceAll(EDGES, '')
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** `urllib.parse.unquote_plus`: broken UTF-8 becomes the replacement character. */
export function unquotePlus(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/(?:%[0-9a-f]{2})+/giu, (run) => decoder.decode(Buffer.from(run.replaceAll('%', ''), 'hex')))
}

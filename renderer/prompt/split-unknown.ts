export interface TextPart {
  text: string
  /** Where it begins, in UTF-16 units. */
  at: number
  isUnknown: boolean
}

const WORDS = /([\p{L}\p{N}_]+)/gu

/** A text in parts that make it up again, the unknown words apart from the rest. */
export function splitUnknown(text: string, unknown: readonly string[]): TextPart[] {
  const marked = new Set(unknown.map((word) => word.toLowerCase()))
  const parts: TextPart[] = []
  let at = 0
  for (const piece of text.split(WORDS)) {
    const isUnknown = marked.has(piece.toLowerCase())
    const last = parts.at(-1)
    if (last && !last.isUnknown && !isUnknown) last.text += piece
    else if (piece !== '') parts.push({ text: piece, at, isUnknown })
    at += piece.length
  }
  return parts
}

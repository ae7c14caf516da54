import type { PackManifest } from '../../../core/generation/manifest.ts'

/** Python's `str.strip` takes these off as well; `String.trim` does not. */
// oxlint-disable-next-line no-control-regex -- Python counts the separators 1C to 1F as white space
const EDGES = /^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/gu

/** The text as the pack's tokenizer was trained to see it. `lower` is Python's `text.lower().strip()`. */
export function cleanText(text: string, cleaner: PackManifest['text']['cleaner']): string {
  return cleaner === 'lower' ? text.toLowerCase().replace(EDGES, '') : text
}

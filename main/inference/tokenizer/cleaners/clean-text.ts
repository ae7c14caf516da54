import type { PackManifest } from '../../../../core/generation/manifest.ts'
import { latteCaption } from './latte-caption.ts'
import { strip } from './python.ts'
import { wanPrompt } from './wan-prompt.ts'

type Cleaner = PackManifest['text']['cleaner']

const CLEANERS: Readonly<Record<Cleaner, (text: string) => string>> = {
  none: (text) => text,
  lower: (text) => strip(text.toLowerCase()),
  latte: latteCaption,
  wan: wanPrompt,
}

/** The text as the pack's text encoder was trained to see it. */
export function cleanText(text: string, cleaner: Cleaner): string {
  return CLEANERS[cleaner](text)
}

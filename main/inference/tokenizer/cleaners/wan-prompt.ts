import { decodeHTML } from 'entities'
import { fixText } from './fix-text.ts'
import { python, strip } from './python.ts'

const SPACES = python`\s+`

/** `prompt_clean` of Wan's pipelines: text put right, entities resolved twice, spaces joined. */
export function wanPrompt(text: string): string {
  return strip(strip(decodeHTML(decodeHTML(fixText(text)))).replaceAll(SPACES, ' '))
}

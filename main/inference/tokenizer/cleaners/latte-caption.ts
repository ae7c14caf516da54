import { decodeHTML } from 'entities'
import { fixText } from './fix-text.ts'
import { htmlText } from './html-text.ts'
import { python, strip, unquotePlus } from './python.ts'

type Rule = readonly [pattern: RegExp, replacement: string]

const SITE = String.raw`[a-zA-Z0-9.\-]+[.](?:com|co|ru|net|org|edu|gov|it)[\w/-]*\b/?(?!@)`

const ADDRESSES: readonly Rule[] = [
  [python`<person>`, 'person'],
  [python`\b(?:https?:(?:/{1,3}|[a-zA-Z0-9%])|${SITE})`, ''],
  [python`\b(?:www:(?:/{1,3}|[a-zA-Z0-9%])|${SITE})`, ''],
]

/** Before the text is put right. Order matters: it is the reference's. */
const SIGNS: readonly Rule[] = [
  [python`@[\w\d]+\b`, ''],
  [python`[\u31c0-\u9fff]+`, ''],
  [
    python`[\u002d\u058a\u05be\u1400\u1806\u2010-\u2015\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d]+`,
    '-',
  ],
  [python`[\u0060\u00b4\u00ab\u00bb\u201c\u201d\u00a8]`, '"'],
  [python`[\u2018\u2019]`, "'"],
  [python`&quot;?`, ''],
  [python`&amp`, ''],
  [python`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`, ' '],
  [python`\d:\d\d\s+$`, ''],
  [python`\\n`, ' '],
  [python`#\d{1,3}\b`, ''],
  [python`#\d{5,}\b`, ''],
  [python`\b\d{6,}\b`, ''],
  [python`\S+\.(?:png|jpg|jpeg|bmp|webp|eps|pdf|apk|mp4)`, ''],
  [python`["']{2,}`, '"'],
  [python`\.{2,}`, ' '],
  [python`[#®•©™&@·º½¾¿¡§~)(\]\[}{|\\/*]+`, ' '],
  [python`\s+\.\s+`, ' '],
]

/** After it: shop talk, sizes, then punctuation. */
const WORDS: readonly Rule[] = [
  [python`\b[a-zA-Z]{1,3}\d{3,15}\b`, ''],
  [python`\b[a-zA-Z]+\d+[a-zA-Z]+\b`, ''],
  [python`\b\d+[a-zA-Z]+\d+\b`, ''],
  [python`(?:worldwide\s+)?(?:free\s+)?shipping`, ''],
  [python`(?:free\s)?download(?:\sfree)?`, ''],
  [python`\bclick\b\s(?:for|on)\s\w+`, ''],
  [python`\b(?:png|jpg|jpeg|bmp|webp|eps|pdf|apk|mp4)(?:\simages?)?`, ''],
  [python`\bpage\s+\d+\b`, ''],
  [python`\b\d*[a-zA-Z]+\d+[a-zA-Z]+\d+[a-zA-Z\d]*\b`, ' '],
  [python`\b\d+\.?\d*[x\u0445\u00d7]\d+\.?\d*\b`, ''],
  [python`\b\s+:\s+`, ': '],
  [python`(\D[,./])\b`, '$1 '],
  [python`\s+`, ' '],
  [/^["']([\s\S]+)["']$/gu, '$1'],
  [/^['_,\-:;]/gu, ''],
  [/['_,\-:+]$/gu, ''],
  [python`^\.\S+$`, ''],
]

const JOINTS = /[-_]/gu
const MANY_JOINTS = 3

/**
 * `_clean_caption` of Latte's pipeline (from DeepFloyd IF), which takes out what captions of scraped pictures have and
 * prompts seldom do, and changes plain words little. The pipeline runs it twice.
 */
export function latteCaption(text: string): string {
  return cleanOnce(cleanOnce(text))
}

function cleanOnce(text: string): string {
  const words = htmlText(apply(ADDRESSES, strip(unquotePlus(text)).toLowerCase()))
  const plain = apply(SIGNS, words)
  const apart = [...plain.matchAll(JOINTS)].length > MANY_JOINTS ? plain.replaceAll(JOINTS, ' ') : plain
  return strip(apply(WORDS, decodeHTML(decodeHTML(fixText(apart)))))
}

function apply(rules: readonly Rule[], text: string): string {
  return rules.reduce((changed, [pattern, replacement]) => changed.replaceAll(pattern, replacement), text)
}

import { decodeHTMLStrict } from 'entities'
import { fixMojibake } from './mojibake.ts'

const LIGATURES = /[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06]/gu
const WIDE = /[\u3000\uff01-\uffef]/gu
const CONTROLS =
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f\u206a-\u206f\ufeff\ufff9-\ufffc]/gu
// oxlint-disable-next-line no-control-regex -- a terminal's colours begin with it
const TERMINAL = /\u001b\[[\d;]*[a-zA-Z]/gu
const latin = new TextDecoder('windows-1252')

/**
 * What ftfy's `fix_text` (Speer, 2019) does to a prompt: entities, letters that were decoded with the wrong encoding,
 * control characters, ligatures, widths, quotes, line breaks, then Unicode's NFC; line by line, until nothing changes.
 * The wrong encodings are guessed more simply than there: see `fixMojibake`. Entities in capitals stay as they are.
 */
export function fixText(text: string): string {
  let hasMarkup = false
  return (text.match(/[^\n]*\n|[^\n]+/gu) ?? [])
    .map((line) => {
      // A sign of markup in any line means that this one and those after it are meant as they are.
      hasMarkup ||= line.includes('<')
      return fixLine(line, !hasMarkup)
    })
    .join('')
}

function fixLine(line: string, unescape: boolean): string {
  let fixed = line
  for (;;) {
    const before = fixed
    if (unescape) fixed = fixed.replaceAll(/&#?[0-9A-Za-z]{1,24};/gu, (entity) => decodeHTMLStrict(entity))
    fixed = fixMojibake(fixed)
      .replaceAll(/[\u0080-\u009f]/gu, (control) => latin.decode(Uint8Array.of(control.charCodeAt(0))))
      .replaceAll(LIGATURES, plainLigature)
      .replaceAll(WIDE, (wide) => wide.normalize('NFKC'))
      .replaceAll(/[\u201c-\u201f]/gu, '"')
      .replaceAll(/[\u02bc\u2018-\u201b]/gu, "'")
      .replaceAll(/\r\n|[\r\u2028\u2029\u0085]/gu, '\n')
      .toWellFormed()
      .replaceAll(TERMINAL, '')
      .replaceAll(CONTROLS, '')
      .normalize('NFC')
    if (fixed === before) return fixed
  }
}

/** Their letters one by one; those of another language's letters stay whole. */
function plainLigature(ligature: string): string {
  return ligature === '\ufb05' ? '\u017ft' : ligature.normalize('NFKC').normalize('NFC')
}

import { CortadoError } from '../errors.ts'
import { PROMPT_LIMIT } from './recipe.ts'

export interface BriefShot {
  prompt: string
  /** Wished length in seconds; null is the pack's default length. */
  seconds: number | null
  seed: number | null
}

const MARK = /\[\s*(?:(\d+(?:\.\d+)?)\s*s|seed\s+(\d+))\s*\]/gi

/**
 * Reads a brief: plain text, one shot a line, `#` starts a comment line, `[4s]` and `[seed 7]` are marks.
 * Throws `BRIEF_INVALID` naming the line.
 */
export function parseBrief(text: string): BriefShot[] {
  // oxlint-disable-next-line no-control-regex -- binary data is told from text by its control characters
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text)) {
    throw new CortadoError('BRIEF_INVALID', 'The brief is not plain text. Write one shot a line in a UTF-8 text file.')
  }
  const shots = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, number }) => parseLine(line, number))
  if (shots.length === 0) {
    throw new CortadoError(
      'BRIEF_INVALID',
      'The brief has no shots. Write one shot a line, such as "a red ball bounces in a field by day".',
    )
  }
  return shots
}

function parseLine(line: string, number: number): BriefShot {
  let seconds: number | null = null
  let seed: number | null = null
  const prompt = line
    .replace(MARK, (_mark, duration: string | undefined, seedText: string | undefined) => {
      if (duration !== undefined) seconds = Number(duration)
      if (seedText !== undefined) seed = Number(seedText)
      return ' '
    })
    .replace(/\s+/g, ' ')
    .trim()
  if (prompt === '')
    throw new CortadoError(
      'BRIEF_INVALID',
      `Line ${number} of the brief has marks but no words. Say what the shot shows.`,
    )
  if (prompt.length > PROMPT_LIMIT) {
    throw new CortadoError(
      'PROMPT_TOO_LONG',
      `Line ${number} of the brief has ${prompt.length} characters; a prompt holds at most ${PROMPT_LIMIT}. Shorten it.`,
    )
  }
  if (seed !== null && seed > 0xffff_ffff) {
    throw new CortadoError(
      'BRIEF_INVALID',
      `The seed on line ${number} of the brief is too large. Use a whole number up to 4294967295.`,
    )
  }
  if (seconds !== null && (seconds <= 0 || seconds > 3600)) {
    throw new CortadoError(
      'BRIEF_INVALID',
      `The length on line ${number} of the brief cannot be made. Use more than 0 and at most 3600 seconds.`,
    )
  }
  return { prompt, seconds, seed }
}

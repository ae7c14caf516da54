import { refuse } from './refuse.ts'

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/gu
const MARK = '\u0000number:'

/**
 * JSON as Python writes it: `NaN`, `Infinity` and `-Infinity` are numbers. Throws `SCHEDULER_CONFIG`
 * where the text is not JSON otherwise.
 */
export function parseTolerantJson(text: string): unknown {
  const marked = text.replaceAll(TOKENS, (token) => (token.startsWith('"') ? token : JSON.stringify(MARK + token)))
  try {
    return JSON.parse(marked, (_key, value: unknown) =>
      typeof value === 'string' && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : value,
    )
  } catch (error) {
    return refuse(
      'The scheduler configuration is not valid JSON; copy the file again from the model it came with.',
      error,
    )
  }
}

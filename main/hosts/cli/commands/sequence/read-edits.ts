import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { CortadoError } from '../../../../../core/errors.ts'
import type { Edit } from '../../../../../core/timeline/edit.ts'

/**
 * Edits as JSON: one or a list of them, in the word itself, in a file (`@FILE`) or on stdin (`-`). Whether they are edits is
 * seen by the contract. Throws `USAGE` where there is none, `INVALID_INPUT` for what is no JSON, `NOT_FOUND` for a file that is not there.
 */
export async function readEdits(words: readonly string[]): Promise<Edit[]> {
  if (words.length === 0) {
    throw new CortadoError(
      'USAGE',
      'Say which edit: --edit \'{"name":"lift","args":{"clip":"ID"}}\', --edit @edits.json, or --edit - to read stdin.',
    )
  }
  const edits: unknown[] = []
  for (const word of words) edits.push(...parsed(await source(word), word))
  return edits as Edit[]
}

async function source(word: string): Promise<string> {
  if (word === '-') return text(process.stdin)
  if (!word.startsWith('@')) return word
  const path = resolve(word.slice(1))
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new CortadoError('NOT_FOUND', `"${path}" cannot be read. Name a file of edits after the @.`, { cause })
  }
}

function parsed(json: string, word: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value : [value]
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CortadoError('INVALID_INPUT', `--edit ${word.slice(0, 40)} is not JSON: ${reason}.`, { cause })
  }
}

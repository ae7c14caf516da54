import { CortadoError } from '../../core/errors.ts'
import { Edit, editLabel } from '../../core/timeline/edit.ts'

/** Words for the undo history of edits that are one step. */
export function labelOf(edits: readonly Edit[]): string {
  const labels = edits.map(editLabel)
  // What comes before the last one only makes it possible, where they differ.
  const last = labels.at(-1) ?? ''
  return labels.length > 1 && new Set(labels).size === 1 ? `${last} (${edits.length})` : last
}

/** Edits as they came from a client. Throws `INVALID_INPUT` where they are none. */
export function parseEdits(input: unknown): Edit[] {
  const parsed = Edit.array().min(1).max(10_000).safeParse(input)
  if (parsed.success) return parsed.data
  throw new CortadoError('INVALID_INPUT', 'That is not an edit that Cortado knows. Check its name and its arguments.', {
    cause: parsed.error,
  })
}

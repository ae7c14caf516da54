import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import * as fc from 'fast-check'
import { canonicalJson } from '../../core/canonical-json.ts'
import { sequenceData } from '../../core/timeline/document.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { makeEdits } from '../../core/timeline/edit.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { openLibrary, newId } from '../../main/library/index.ts'
import { choice, toEdit } from '../unit/timeline/scripts.ts'

/**
 * Edits a project without pause, with every edit there is: alone, many as one step, nested, as gestures, undone, redone,
 * jumped over, and the history packed in between. Says each revision with the hash of the document once it is acknowledged,
 * until it is killed. Arguments: the project folder, the shot that clips show, a seed.
 */
const [folder = '', shot = '', seed = '0'] = process.argv.slice(2)
const library = await openLibrary(folder)
const { sequences, project } = library
const id = project.sequence
const acknowledge = (): void => {
  const { sequence, revision } = sequences.get(id)
  const hash = createHash('sha256')
    .update(canonicalJson(sequenceData(sequence)))
    .digest('hex')
  // Past the stream, which would keep words back while this loop never rests.
  writeSync(1, `${revision} ${hash}\n`)
}

const choices = fc.sample(choice, { seed: Number(seed), numRuns: 5000 })
for (let index = 0; ; index += 1) {
  const batch = index % 4 === 0 ? 5 : 1
  const edits: Edit[] = []
  let now: Sequence = sequences.get(id).sequence
  for (let part = 0; part < batch; part += 1) {
    const one = choices[(index * 5 + part) % choices.length]
    if (!one || one.name === 'changeTrack' || one.name === 'removeTrack') continue
    const edit = fresh(toEdit(now, index % 3 === 0 ? { ...one, name: 'insert' } : one, index * 5 + part))
    try {
      now = makeEdits(now, [edit]).sequence
      edits.push(edit)
    } catch {
      // A rule refuses it: the next one may do.
      continue
    }
  }
  try {
    const gesture = index % 7 === 0 ? newId() : undefined
    if (edits.length > 0) sequences.edit(id, { revision: sequences.get(id).revision, edits, gesture })
    acknowledge()
    if (edits.length > 0 && gesture !== undefined) {
      sequences.edit(id, { revision: sequences.get(id).revision, edits: edits.slice(0, 1), gesture })
      acknowledge()
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EDIT_REFUSED')) throw error
  }
  if (index % 5 === 4 && sequences.get(id).undoLabel !== null) {
    sequences.undo(id)
    acknowledge()
  }
  if (index % 15 === 9) {
    const points = sequences.history(id, null, 40)
    await sequences.jump(id, points[(index * 7) % points.length]?.step ?? 0)
    acknowledge()
  }
  if (index % 25 === 12) await sequences.compact(id, {})
}

/** The same edit with ids of its own: a seed may come again in the same project. */
function fresh(edit: Edit): Edit {
  const ids = new Map<string, string>()
  const text = JSON.stringify(edit)
    .replaceAll('shot0001', shot)
    .replaceAll(/"(n|t)?((?:seed|laid)\d{6})"/g, (_all, kind: string | undefined, name: string) => {
      if (sequences.get(id).sequence.tracks.some(({ items }) => items.get(name))) return `"${kind ?? ''}${name}"`
      const own = ids.get(name) ?? newId()
      ids.set(name, own)
      return `"${kind ?? ''}${own}"`
    })
  return JSON.parse(text) as Edit
}

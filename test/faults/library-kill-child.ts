import { writeSync } from 'node:fs'
import { openLibrary, newId } from '../../main/library/index.ts'
import { clip, trackOf } from '../unit/library/sample-clip.ts'

/** Edits a project without pause and says each revision once it is acknowledged, until it is killed. */
const library = await openLibrary(process.argv[2] ?? '')
const shot = library.shots.create({ prompt: 'a kite' }).id
for (let index = 0; ; index += 1) {
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  const args = { track: trackOf(library), clip: clip(shot, (index % 20) * 24), splitId: newId() }
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
  const document = library.sequences.get(sequence.id)
  // Past the stream, which would keep words back while this loop never rests.
  writeSync(1, `${document.revision} ${document.sequence.tracks[0]?.items.length}\n`)
  if (index % 5 === 4) library.sequences.undo(sequence.id)
}

import { join } from 'node:path'
import { openLibrary } from '../../main/library/index.ts'
import { createSequenceStore } from '../../main/library/sequences.ts'
import { connect, createStore } from '../../main/library/store.ts'
import { frame } from '../../core/timeline/time.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { newId } from '../../main/library/index.ts'

/**
 * A closed project with so many clips and so many edits behind it. The rows are written by the library's own code, in one
 * transaction, so that the disk is not asked to sync each of them.
 */
export async function makeLargeLibrary(
  folder: string,
  { clips, edits }: { clips: number; edits: number },
): Promise<void> {
  const library = await openLibrary(folder, { create: { name: 'Large' } })
  const { sequence: id } = library.project
  const shot = library.shots.create({ prompt: 'a red kite over a grey sea' }).id
  library.close()
  const db = connect(join(folder, 'library.sqlite'))
  db.pragma('wal_autocheckpoint = 0')
  const sequences = createSequenceStore(createStore(db, folder))
  const track = sequences.get(id).sequence.tracks[0]?.id ?? ''
  db.transaction(() => {
    for (let index = 0; index < edits; index += 1) {
      const { revision, sequence } = sequences.get(id)
      sequences.edit(id, { revision, edits: [nextEdit(sequence.tracks[0]?.items.length ?? 0, index)] })
    }
  })()
  db.close()

  function nextEdit(held: number, index: number): Edit {
    const items = sequences.get(id).sequence.tracks[0]?.items
    const under = items?.endingAfter((index * 7919) % (Math.max(1, held) * 24))
    if (held < clips || !under) {
      return { name: 'append', args: { clips: [{ track, clip: clipOf(index) }] } }
    }
    switch (index % 6) {
      case 0:
        return { name: 'rippleDelete', args: { clip: under.id } }
      case 1:
        return { name: 'insert', args: { track, clip: { ...clipOf(index), start: under.start }, splitId: newId() } }
      case 2:
        return { name: 'slip', args: { clip: under.id, delta: under.offset > 40 ? -10 : 3 } }
      case 3:
        return { name: 'changeClip', args: { clips: [under.id], name: `Clip ${index}` } }
      case 4:
        return { name: 'setProperty', args: { clip: under.id, property: 'opacity', value: index % 100 } }
      default:
        return {
          name: 'setMarker',
          args: {
            marker: {
              id: `marker${String(index % 40).padStart(4, '0')}`,
              at: under.start,
              length: frame(0),
              name: `Scene ${index}`,
              note: '',
              colour: 'teal',
            },
          },
        }
    }
  }

  function clipOf(index: number) {
    return {
      id: newId(),
      name: `Clip ${index}`,
      source: { kind: 'shot' as const, shot },
      start: frame(0),
      length: frame(24),
      offset: frame(12),
      available: frame(96),
    }
  }
}

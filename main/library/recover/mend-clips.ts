import { CortadoError } from '../../../core/errors.ts'
import type { Store } from '../store.ts'
import { createUsage } from '../usage.ts'
import { readClips, writeClips } from './clip-rows.ts'
import type { LooseClip } from './clip-rows.ts'

/**
 * Takes off clips that cannot be read and those of which the shot, the file or the nested sequence is gone, and counts anew
 * what every sequence uses. Returns sentences about what went.
 */
export function mendClips(store: Store): string[] {
  const { db } = store
  const ids = (table: string, column = 'id'): Set<string> =>
    new Set((db.prepare(`SELECT ${column} AS id FROM ${table}`).all() as { id: string }[]).map((row) => row.id))
  const [shots, takes, sequences] = [ids('shot'), ids('take'), ids('sequence')]
  let gone = 0
  db.exec('DELETE FROM usage')
  for (const sequence of sequences) {
    const { clips, bad } = readClips(db, sequence)
    const kept = clips.flatMap((one) => {
      const { source } = one.clip
      if (source.kind === 'sequence' && !sequences.has(source.sequence)) return []
      if (source.kind === 'media' && !/^[0-9a-f]{64}$/.test(source.media)) return []
      if (source.kind !== 'shot') return [one]
      if (!shots.has(source.shot)) return []
      if (source.take === undefined || takes.has(source.take)) return [one]
      // The take that the clip was given is gone: it shows the one that its shot shows.
      return [{ ...one, clip: { ...one.clip, source: { kind: 'shot' as const, shot: source.shot } } }]
    })
    const counted = countUse(store, sequence, kept)
    const lost = bad + clips.length - counted.length
    gone += lost
    // Always: whatever became of the runs that held others, these rows belong together.
    writeClips(db, sequence, counted)
  }
  return gone === 0 ? [] : [`${gone} clips that cannot be read, or of which shot, file or sequence is gone.`]
}

/** Counts what clips use; without the nests where a sequence would show itself. Returns the clips that were counted. */
export function countUse(store: Store, sequence: string, clips: readonly LooseClip[]): readonly LooseClip[] {
  const count = (some: readonly LooseClip[]): void => {
    store.db.prepare('DELETE FROM usage WHERE sequence = ?').run(sequence)
    const tally = createUsage(store)(sequence)
    tally.change(
      [],
      some.map(({ clip }) => clip),
    )
    tally.settle()
  }
  try {
    count(clips)
    return clips
  } catch (error) {
    if (!(error instanceof CortadoError)) throw error
    const plain = clips.filter(({ clip }) => clip.source.kind !== 'sequence')
    count(plain)
    return plain
  }
}

import { z } from 'zod'
import { Clip, Id, Sequence, Track } from './sequence.ts'

const TrackHead = Track.omit({ items: true })
const SequenceHead = Sequence.omit({ id: true, tracks: true })

/**
 * What differs between two states of one sequence, keyed by id: it is what history keeps, and what is written to rows.
 * Its size follows the change, not the sequence.
 */
export const SequencePatch = z.object({
  /** Name, rate and size, where one of them differs. */
  head: SequenceHead.optional(),
  /** Every track in its order, where tracks came, went, moved or were renamed. */
  tracks: z.array(TrackHead).optional(),
  items: z.array(z.object({ track: Id, remove: z.array(Id), put: z.array(Clip) })),
})
export type SequencePatch = z.infer<typeof SequencePatch>

/** The patch that turns `before` into `after`; swapped arguments give its inverse. */
export function diffSequences(before: Sequence, after: Sequence): SequencePatch {
  const heads = [before, after].map(({ name, rate, size }) => ({ name, rate, size })) as [SequenceHead, SequenceHead]
  const tracks = [before, after].map((sequence) => sequence.tracks.map(({ id, kind, name }) => ({ id, kind, name })))
  return {
    ...(same(...heads) ? {} : { head: heads[1] }),
    ...(same(tracks[0], tracks[1]) || !tracks[1] ? {} : { tracks: tracks[1] }),
    items: after.tracks.flatMap((track) => {
      const old = before.tracks.find(({ id }) => id === track.id)
      return old === track ? [] : diffItems(track.id, old?.items ?? [], track.items)
    }),
  }
}
type SequenceHead = z.infer<typeof SequenceHead>

/** Applies a patch made by `diffSequences`. */
export function applyPatch(sequence: Sequence, patch: SequencePatch): Sequence {
  const heads = patch.tracks ?? sequence.tracks.map(({ id, kind, name }) => ({ id, kind, name }))
  return {
    id: sequence.id,
    ...(patch.head ?? { name: sequence.name, rate: sequence.rate, size: sequence.size }),
    tracks: heads.map((head) => {
      const items = sequence.tracks.find(({ id }) => id === head.id)?.items ?? []
      const change = patch.items.find(({ track }) => track === head.id)
      return { ...head, items: change ? changeItems(items, change) : items }
    }),
  }
}

function diffItems(track: string, before: readonly Clip[], after: readonly Clip[]): SequencePatch['items'] {
  const old = new Map(before.map((clip) => [clip.id, clip]))
  const kept = new Set(after.map((clip) => clip.id))
  const put = after.filter((clip) => old.get(clip.id) !== clip && !same(old.get(clip.id), clip))
  const remove = before.filter((clip) => !kept.has(clip.id)).map((clip) => clip.id)
  return put.length === 0 && remove.length === 0 ? [] : [{ track, remove, put }]
}

function changeItems(items: readonly Clip[], change: { remove: string[]; put: Clip[] }): Clip[] {
  const gone = new Set([...change.remove, ...change.put.map((clip) => clip.id)])
  return [...items.filter((clip) => !gone.has(clip.id)), ...change.put].sort((a, b) => a.start - b.start)
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

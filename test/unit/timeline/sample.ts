import { ClipList } from '../../../core/timeline/clip-list.ts'
import type { Clip, Sequence } from '../../../core/timeline/sequence.ts'
import { frame } from '../../../core/timeline/time.ts'

/** A clip of 48 frames of source; `offset` of them are skipped. */
export function clip(id: string, start: number, length: number, offset = 0): Clip {
  return {
    id: id.padEnd(8, '0'),
    name: id,
    source: { kind: 'shot', shot: 'shot0001' },
    start: frame(start),
    length: frame(length),
    offset: frame(offset),
    available: frame(48),
  }
}

export function sequence(...tracks: Clip[][]): Sequence {
  return {
    id: 'sequence1',
    name: 'Film',
    rate: { num: 24, den: 1 },
    size: { width: 512, height: 512 },
    tracks: tracks.map((items, index) => ({
      id: `track00${index}`,
      kind: 'video',
      name: `V${index + 1}`,
      items: ClipList.from(items),
    })),
    markers: [],
  }
}

/** The clips of a track as `id start+length@offset`. */
export function shown({ tracks }: Sequence, track = 0): string[] {
  return [...(tracks[track]?.items ?? [])].map(
    ({ name, start, length, offset, id }) =>
      `${id.startsWith(name) ? name : '?'}${id === name.padEnd(8, '0') ? '' : "'"} ${start}+${length}@${offset}`,
  )
}

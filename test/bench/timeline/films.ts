import { openSequence } from '../../../core/timeline/document.ts'
import type { Sequence, SequenceData } from '../../../core/timeline/sequence.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'

/** Frames from one clip to the next, of which 40 are the clip. */
const EVERY = 48

/**
 * A film of so many clips, in turn on two picture tracks, each linked to its sound, with gaps between them. They show these
 * shots in turn.
 */
export function filmData(clips: number, ...shots: [string, ...string[]]): SequenceData {
  const each = Math.floor(clips / 4)
  const lane = (name: string, partner: string, turn: number): Clip[] =>
    Array.from({ length: each }, (_, place) => ({
      id: `${name}${String(place).padStart(8, '0')}`,
      name: `Kite over the sea ${place}`,
      source: { kind: 'shot', shot: shots[(2 * place + turn) % shots.length] ?? shots[0] },
      start: frame((2 * place + turn) * EVERY),
      length: frame(40),
      offset: frame(10),
      available: frame(90),
      links: [`${partner}${String(place).padStart(8, '0')}`],
    }))
  return {
    id: 'sequence1',
    name: 'Film',
    rate: { num: 24, den: 1 },
    size: { width: 1920, height: 1080 },
    tracks: [
      { id: 'audio0002', kind: 'audio', name: 'A2', items: lane('ab', 'vb', 1) },
      { id: 'audio0001', kind: 'audio', name: 'A1', items: lane('aa', 'va', 0) },
      { id: 'video0001', kind: 'video', name: 'V1', items: lane('va', 'aa', 0) },
      { id: 'video0002', kind: 'video', name: 'V2', items: lane('vb', 'ab', 1) },
      { id: 'caption01', kind: 'caption', name: 'C1', items: [] },
    ],
  }
}

export function film(clips: number): Sequence {
  return openSequence(filmData(clips, 'shot0001'))
}

/** The value below which 95 of 100 lie. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? NaN
}

/** Numbers that look random and are the same in every run (a multiplicative generator, Lehmer 1951). */
export function randoms(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state
  }
}

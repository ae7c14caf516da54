import type { Take } from '../../../core/library/entities.ts'
import { ClipList } from '../../../core/timeline/clip-list.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'
import type { KnownShot } from '../../../renderer/store/studio-state.ts'

const SHA = '0'.repeat(64)
const RATE_8 = { num: 8, den: 1 }
export const RATE_24 = { num: 24, den: 1 }

export function clip(
  id: string,
  start: number,
  length: number,
  change: Partial<Record<keyof Clip, unknown>> = {},
): Clip {
  const whole = {
    id,
    name: id,
    source: { kind: 'shot', shot: 'shotnumber1' },
    start: frame(start),
    length: frame(length),
    offset: frame(0),
    available: frame(length),
  }
  return { ...whole, ...change } as Clip
}

/** Tracks from the lowest to the highest. */
export function sequence(...tracks: Clip[][]): Sequence {
  return {
    id: 'sequence1',
    name: 'Sequence',
    rate: RATE_24,
    size: { width: 512, height: 512 },
    tracks: tracks.map((items, index) => ({
      id: `track-${index + 1}`,
      kind: 'video',
      name: `V${index + 1}`,
      items: ClipList.from(items),
    })),
    markers: [],
  }
}

export function take(number: number, change: Partial<Take> = {}): Take {
  return {
    id: `take-${number}`,
    shot: 'shotnumber1',
    number,
    recipe: {
      schemaVersion: 1,
      pack: { id: 'mini', version: '1.0.0', sha256: SHA },
      operation: 'text-to-video',
      prompt: 'a red ball bounces',
      negativePrompt: '',
      seed: number,
      size: { width: 128, height: 128 },
      frames: 16,
      rate: RATE_8,
      scheduler: 'DDIMScheduler',
      steps: 20,
      guidance: 4,
      window: null,
      provider: 'cpu',
      program: '0.1.0',
    },
    recipeSha256: SHA,
    master: SHA,
    proxy: String(number).repeat(64).slice(0, 64),
    poster: SHA,
    filmstrip: SHA,
    filmstripFrames: 8,
    frames: 16,
    rate: RATE_8,
    size: { width: 128, height: 128 },
    rating: 0,
    rejected: false,
    label: null,
    favourite: false,
    parent: null,
    madeInMs: null,
    peakBytes: null,
    review: null,
    createdAt: number,
    ...change,
  }
}

export function shot(id: string, takes: Take[], picked: string | null = takes[0]?.id ?? null): KnownShot {
  const marks = { bin: null, label: null, favourite: false }
  const count = takes.length
  return { id, name: `Shot ${id}`, prompt: 'a red ball bounces', picked, takes, count, ...marks, createdAt: 1 }
}

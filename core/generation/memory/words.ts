import type { Rung, Saving } from './ladder.ts'

const WORDS: Record<Saving, string> = {
  text: 'the text encoder is closed once the prompt is read',
  'one-part': 'one part of the model is open at a time',
  split: 'the two halves of the guidance are run one after the other',
  singly: 'frames are decoded one at a time',
  lean: 'memory is given back after every run',
  tiles: 'frames are decoded in overlapping tiles, which changes pixels a little and is written in the recipe',
}

/** What a rung saves with, the newest saving last. A rung with smaller tiles than another says how small they are. */
export function savingWords({ savings, tile }: Rung, spatialCompression: number): string[] {
  return savings.map((saving) =>
    saving === 'tiles' && tile !== null
      ? WORDS.tiles.replace('tiles,', `tiles of ${tile * spatialCompression} pixels,`)
      : WORDS[saving],
  )
}

import type { PackManifest } from '../manifest.ts'
import type { Rung, Saving } from './ladder.ts'

const WORDS: Record<Saving, string> = {
  text: 'the text encoder is closed once the prompt is read',
  'one-part': 'one part of the model is open at a time',
  split: 'the two halves of the guidance are run one after the other',
  singly: 'frames are decoded one at a time',
  lean: 'memory is given back after every run',
  spans: 'a clip is decoded in overlapping spans, which changes pixels a little and is written in the recipe',
  tiles: 'frames are decoded in overlapping tiles, which changes pixels a little and is written in the recipe',
}

/** What a rung saves with, the newest saving last. Spans and tiles say how large they are. */
export function savingWords({ savings, tile, span }: Rung, { latents }: PackManifest): string[] {
  return savings.map((saving) => {
    if (saving === 'tiles' && tile !== null)
      return WORDS.tiles.replace('tiles,', `tiles of ${tile * latents.spatialCompression} pixels,`)
    if (saving === 'spans' && span !== null)
      return WORDS.spans.replace('spans,', `spans of ${span * latents.temporalCompression} frames,`)
    return WORDS[saving]
  })
}

import { mix, soundNeeds } from '../../core/render/mix.ts'
import type { StereoBlock } from '../../core/render/mix.ts'
import type { SoundPiece } from '../../core/render/sound.ts'
import type { PcmCache } from './pcm-cache.ts'

/** Mixes a stretch of the film out of what the studio gives. */
export async function mixedBlock(
  pieces: readonly SoundPiece[],
  from: number,
  length: number,
  cache: PcmCache,
): Promise<StereoBlock> {
  const needs = soundNeeds(pieces, from, length).map(async (need) => ({
    need,
    samples: await cache.samples(need.piece.source, need.from, need.to),
  }))
  return mix(await Promise.all(needs), from, length)
}

/**
 * Has a block sound at a time of the context, to the sample. What of it would have had to sound by `now` is left out, so that the rest
 * comes at its time. Null where nothing is left.
 */
export function playBlock(
  context: BaseAudioContext,
  { left, right }: StereoBlock,
  to: AudioNode,
  when: number,
  now = 0,
): AudioBufferSourceNode | null {
  const late = Math.max(0, now - when)
  if (late >= left.length / context.sampleRate) return null
  const buffer = context.createBuffer(2, left.length, context.sampleRate)
  buffer.copyToChannel(left, 0)
  buffer.copyToChannel(right, 1)
  const node = context.createBufferSource()
  node.buffer = buffer
  node.connect(to)
  node.start(when + late, late)
  return node
}

import type { Media } from '../../../core/library/media.ts'
import { openSequence } from '../../../core/timeline/document.ts'
import { sampleRateOf, sequenceLength } from '../../../core/timeline/queries.ts'
import type { SequenceData } from '../../../core/timeline/sequence.ts'
import { sampleAt } from '../../../core/timeline/time.ts'
import { PcmCache } from '../../../renderer/sound/pcm-cache.ts'
import { piecesOf } from '../../../renderer/sound/pieces.ts'
import { mixedBlock, playBlock } from '../../../renderer/sound/schedule.ts'
import { mediaIndex } from '../../../renderer/viewer/media-frames.ts'

export interface OfflineSound {
  /** Where samples of a mono mix are louder than a half. */
  loud: number[]
  samples: number
  /** Both sides in turn, 32-bit float, in base64; empty where they were not asked for. */
  pcm: string
}

/** Plays a whole sequence into an OfflineAudioContext with the window's own code, beginning at a time as odd as that of a real start. */
async function renderOffline(data: SequenceData, media: Media[], whole: boolean): Promise<OfflineSound> {
  const sequence = openSequence(data)
  const sampleRate = sampleRateOf(sequence)
  const samples = sampleAt(sequenceLength(sequence), sequence.rate, sampleRate)
  const lead = 3001
  const context = new OfflineAudioContext(2, samples + lead, sampleRate)
  const [pieces, cache] = [piecesOf(sequence, mediaIndex(media)), new PcmCache()]
  const length = sampleRate / 4
  for (let next = 0; next < samples; next += length) {
    const when = lead / sampleRate + next / sampleRate
    playBlock(context, await mixedBlock(pieces, next, length, cache), context.destination, when)
  }
  const buffer = await context.startRendering()
  const [left, right] = [buffer.getChannelData(0).subarray(lead), buffer.getChannelData(1).subarray(lead)]
  const loud: number[] = []
  for (const [at, value] of left.entries()) if (Math.abs(value) > 0.5) loud.push(at)
  if (!whole) return { loud, samples, pcm: '' }
  const both = new Float32Array(2 * samples)
  for (let at = 0; at < samples; at += 1) both.set([left[at] ?? 0, right[at] ?? 0], 2 * at)
  return { loud: [], samples, pcm: new Uint8Array(both.buffer).toBase64() }
}

declare global {
  interface Uint8Array {
    toBase64(): string
  }
  interface Window {
    renderOffline: typeof renderOffline
  }
}

window.renderOffline = renderOffline

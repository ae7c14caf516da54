import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Media } from '../../core/library/media.ts'
import { sampleRateOf } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { sampleAt } from '../../core/timeline/time.ts'
import { mediaIndex } from '../viewer/media-frames.ts'
import { studioStore } from '../store/index.ts'
import { FilmPlayer } from './film-player.ts'
import { piecesOf } from './pieces.ts'

interface SoundState {
  /** From 0 to 1, as on the fader. */
  fader: number
  muted: boolean
  /** Why nothing is heard; null where all is well. */
  trouble: string | null
}

/** The viewer's own loudness. It changes what is heard, never the film. */
export const soundStore = createStore<SoundState>(() => ({ fader: 1, muted: false, trouble: null }))

export function useSound<T>(selector: (state: SoundState) => T): T {
  return useStore(soundStore, selector)
}

const player = new FilmPlayer()
soundStore.subscribe(({ fader, muted }) => player.setVolume(muted ? 0 : fader ** 2))

/** The clock of playback: what is heard where there is sound, which is at normal speed only; else nothing. */
export const filmSound = {
  /** Plays a film from a frame on. False where nothing of it is heard, or not at that speed: another clock is needed. */
  start(sequence: Sequence, at: number, speed: number): boolean {
    const pieces = speed === 1 ? piecesOf(sequence, mediaIndex(studioStore.getState().media)) : []
    player.stop()
    if (pieces.length === 0) return false
    const sampleRate = sampleRateOf(sequence)
    soundStore.setState({ trouble: null })
    player.start(pieces, sampleRate, sampleAt(at, sequence.rate, sampleRate), (trouble) =>
      soundStore.setState({ trouble }),
    )
    return true
  },
  /** The sequence or its sounds have changed while it is played. */
  change(sequence: Sequence, media: readonly Media[]): void {
    if (player.heard() !== null) player.change(piecesOf(sequence, mediaIndex(media)))
  },
  stop: () => player.stop(),
  /** Seconds of the film at the sample that is heard; null where nothing is played. */
  seconds(sequence: Sequence): number | null {
    const heard = player.heard()
    return heard === null ? null : heard / sampleRateOf(sequence)
  },
  level: () => player.level(),
}

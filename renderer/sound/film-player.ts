import type { SoundPiece } from '../../core/render/sound.ts'
import { Levels } from './levels.ts'
import { PcmCache } from './pcm-cache.ts'
import { mixedBlock, playBlock } from './schedule.ts'

/** Seconds that are mixed at once, ahead of what is heard, and before the first one sounds. */
const BLOCK_S = 0.25
const AHEAD_S = 1.5
const LEAD_S = 0.06
/** An edit is heard so soon: what is on its way by then sounds as it was. */
const EDIT_S = 0.1
/** A browser that has not begun to play by then will not. */
const START_MS = 3000

interface Run {
  pieces: readonly SoundPiece[]
  /** The sample that sounds at `origin`, a time of the context; null until it is known. */
  from: number
  origin: number | null
  /** The next sample to mix. */
  next: number
  nodes: Map<AudioBufferSourceNode, number>
}

/**
 * Plays the sound of a film from any sample on, mixed a little ahead. It knows which sample is heard now, which is the clock that the
 * picture follows.
 */
export class FilmPlayer {
  readonly #cache = new PcmCache()
  #levels = new Levels()
  #context: AudioContext | null = null
  #gain: GainNode | null = null
  #volume = 1
  #run: Run | null = null
  #wake: () => void = () => undefined

  /** A factor for what is heard; the mix itself stays as it is. */
  setVolume(volume: number): void {
    this.#volume = volume
    if (this.#gain && this.#context) this.#gain.gain.setTargetAtTime(volume, this.#context.currentTime, 0.01)
  }

  /** Plays from a sample of the film. `onTrouble` hears why it cannot go on. */
  start(pieces: readonly SoundPiece[], sampleRate: number, from: number, onTrouble: (words: string) => void): void {
    this.stop()
    const run: Run = { pieces, from, origin: null, next: from, nodes: new Map() }
    this.#run = run
    this.#levels = new Levels()
    this.#play(run, sampleRate).catch((error: unknown) => {
      if (this.#run !== run) return
      this.stop()
      onTrouble(error instanceof Error ? error.message : String(error))
    })
  }

  /** The film is another one from now on. */
  change(pieces: readonly SoundPiece[]): void {
    const [run, context] = [this.#run, this.#context]
    if (!run) return
    run.pieces = pieces
    if (run.origin === null || !context) return
    const sample = run.from + Math.round((context.currentTime + EDIT_S - run.origin) * context.sampleRate)
    if (sample >= run.next) return
    run.next = Math.max(run.from, sample)
    const until = run.origin + (run.next - run.from) / context.sampleRate
    for (const [node, end] of run.nodes) if (end > until) node.stop(until)
    this.#wake()
  }

  stop(): void {
    const run = this.#run
    this.#run = null
    for (const node of run?.nodes.keys() ?? []) node.stop()
  }

  /** The sample of the film that is heard now; the first one until it sounds; null while nothing is played. */
  heard(): number | null {
    const [run, context] = [this.#run, this.#context]
    if (!run) return null
    if (run.origin === null || !context) return run.from
    return Math.max(run.from, run.from + (heardTime(context) - run.origin) * context.sampleRate)
  }

  /** The loudest sample of either side that is heard now. */
  level(): [left: number, right: number] {
    const heard = this.heard()
    return heard === null ? [0, 0] : this.#levels.at(heard)
  }

  async #play(run: Run, sampleRate: number): Promise<void> {
    const context = await this.#opened(sampleRate)
    const length = Math.round(BLOCK_S * sampleRate)
    while (this.#run === run) {
      const { pieces, next } = run
      const block = await mixedBlock(pieces, next, length, this.#cache)
      // An edit came in between, or a stop.
      if (this.#run !== run || run.pieces !== pieces || run.next !== next) continue
      run.origin ??= Math.ceil((context.currentTime + LEAD_S) * sampleRate) / sampleRate
      const when = run.origin + (next - run.from) / sampleRate
      const node = playBlock(context, block, this.#gain ?? context.destination, when, context.currentTime + 0.005)
      if (node) {
        run.nodes.set(node, when + BLOCK_S)
        node.addEventListener('ended', () => run.nodes.delete(node))
      }
      this.#levels.put(next, block)
      run.next = next + length
      const ahead = run.origin + (run.next - run.from) / sampleRate - context.currentTime
      if (ahead > AHEAD_S) await this.#rest((ahead - AHEAD_S) * 1000 + 20)
    }
  }

  /** Waits until more has to be mixed, or an edit comes. */
  async #rest(ms: number): Promise<void> {
    await Promise.race([delay(ms), new Promise<void>((resolve) => (this.#wake = resolve))])
  }

  /** A context at a film's own sample rate: whatever the device wants is made of the finished mix. */
  async #opened(sampleRate: number): Promise<AudioContext> {
    if (this.#context?.sampleRate !== sampleRate) {
      await this.#context?.close()
      this.#context = new AudioContext({ sampleRate, latencyHint: 'interactive' })
      this.#gain = this.#context.createGain()
      this.#gain.gain.value = this.#volume
      this.#gain.connect(this.#context.destination)
    }
    const context = this.#context
    const begun = await Promise.race([context.resume().then(() => true), delay(START_MS).then(() => false)])
    if (!begun) throw new Error('No sound: the browser does not let this page play. Press play once more.')
    return context
  }
}

/** The time of the context that comes out of the device now. */
function heardTime(context: AudioContext): number {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp()
  if (contextTime === 0 || performanceTime === 0) return context.currentTime - context.baseLatency
  return Math.min(context.currentTime, contextTime + (performance.now() - performanceTime) / 1000)
}

async function delay(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

import { canonicalJson } from '../../../core/canonical-json.ts'
import { CortadoError, errorCode } from '../../../core/errors.ts'
import { decodedBy, type Rung } from '../../../core/generation/memory/ladder.ts'
import { savingWords } from '../../../core/generation/memory/words.ts'
import type { GenerationChoice } from '../../../core/generation/plan.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import { sha256 } from '../../files/index.ts'
import type { PackFolder } from '../packs/pack-folder.ts'
import type { GenerateTask, TakeResult } from '../worker/protocol.ts'
import type { GenerateHooks } from '../worker/supervisor.ts'
import { endedForMemory, memoryKills } from './memory-end.ts'
import { readMemoryNotes, writeMemoryNotes } from './memory-notes.ts'

export interface TakeHooks extends GenerateHooks {
  /** Memory ran out, and this is how the take goes on. */
  onMemory?: ((words: string) => void) | undefined
}

/** A take, and how it came about. */
export interface MadeTake extends TakeResult {
  /** As it was made: with the spans and tiles that its frames were decoded in, where memory asked for them. */
  recipe: Recipe
  rung: Rung
  /** Each time that memory ran out, over all attempts, and how the take went on. */
  memory: string[]
}

export interface Making {
  pack: PackFolder
  /** Chooses among the rungs from `from` on, by what is free now. */
  choose: (from: number) => Promise<GenerationChoice>
  /** Runs the take in the device's worker; up to `helpers` more find room in memory. */
  run: (task: GenerateTask, hooks: GenerateHooks, helpers: number) => Promise<TakeResult>
  /** Ends the worker, so that the next run starts with all the memory that there is. */
  renew: () => Promise<void>
}

/**
 * Makes a take in the roomiest way that fits. Where memory runs out all the same, be it in a session or because the
 * worker was killed for it, the take goes on from its checkpoint one rung further down. Throws `OUT_OF_MEMORY` after the
 * last rung, and what `run` throws.
 */
export async function makeTake(task: GenerateTask, hooks: TakeHooks, making: Making): Promise<MadeTake> {
  const notes = await readMemoryNotes(task.checkpointFolder, sha256(canonicalJson(task.recipe)))
  const { manifest } = making.pack
  let choice = await making.choose(0)
  const below = (): number =>
    1 + Math.max(-1, ...choice.rungs.map(({ name }, at) => (notes.ranOut.includes(name) ? at : -1)))
  if (below() > choice.index) choice = await making.choose(below())
  for (;;) {
    const rung = choice.rungs[choice.index] as Rung
    const recipe = decodedBy(task.recipe, rung)
    // Where memory ran out once, nothing is made side by side.
    const helpers = notes.ranOut.length > 0 ? 0 : choice.abreast - 1
    const attempt = await tryOnce({ ...task, recipe, thrift: rung.thrift }, hooks, making, helpers)
    if ('made' in attempt) return { ...attempt.made, recipe, rung, memory: notes.words }
    notes.ranOut.push(rung.name)
    if (choice.index + 1 >= choice.rungs.length) throw thriftiest(attempt.cause)
    choice = await making.choose(below())
    const next = choice.rungs[choice.index] as Rung
    const words = `Memory ran out at "${attempt.stage}". From there on: ${savingWords(next, manifest).join('; ')}.`
    notes.words.push(words)
    await writeMemoryNotes(task.checkpointFolder, notes)
    hooks.onMemory?.(words)
    await making.renew()
  }
}

type Attempt = { made: TakeResult } | { cause: unknown; stage: string }

/** One try; only for want of memory does it come back without a take. */
async function tryOnce(task: GenerateTask, hooks: TakeHooks, { run }: Making, helpers: number): Promise<Attempt> {
  const kills = memoryKills()
  let stage = 'the start'
  const onProgress: GenerateHooks['onProgress'] = (progress) => {
    const { step, steps } = progress
    // A worker that goes on from a checkpoint begins with words of its own.
    stage = step > 0 && step < steps ? `step ${step} of ${steps}` : progress.stage
    hooks.onProgress?.(progress)
  }
  try {
    return { made: await run(task, { ...hooks, onProgress }, helpers) }
  } catch (error) {
    if (hooks.signal?.aborted === true || !forMemory(error, kills)) throw error
    return { cause: error, stage }
  }
}

function forMemory(error: unknown, kills: number): boolean {
  if (errorCode(error) === 'OUT_OF_MEMORY') return true
  if (errorCode(error) !== 'WORKER_LOST' || !(error instanceof Error)) return false
  return error.cause instanceof Error && endedForMemory(error.cause.message, kills)
}

function thriftiest(cause: unknown): CortadoError {
  return new CortadoError(
    'OUT_OF_MEMORY',
    'Memory ran out even in the thriftiest way to make this take. Choose a smaller size or fewer frames, or close other programs, and start the job again.',
    { cause },
  )
}

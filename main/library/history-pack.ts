import { deflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import { promisify } from 'node:util'
import { z } from 'zod'

/** What a step of the history says, as JSON texts. */
export interface StepTexts {
  seq: number
  edit: string
  forward: string
  backward: string
}

/**
 * Neighbouring steps name the same clips and tracks, so that many of them together take a sixth of what each alone would.
 * More than these make a pack hardly smaller, and slower to look into.
 */
export const PACK_STEPS = 256
/** A pack is closed once its texts are this long, in characters. */
export const PACK_TEXT = 1_000_000
/** A step longer than this stays as it is. */
export const LONGEST_STEP = 16_000_000

/** Most bytes that a pack is read to: more than ours ever hold, so that a stranger's cannot fill the memory. */
const MOST = 64_000_000

const Steps = z.array(z.tuple([z.number().int(), z.string(), z.string(), z.string()])).max(PACK_STEPS)
const deflate = promisify(deflateRaw)

/** Steps as one blob, compressed beside the event loop. */
export function packSteps(steps: readonly StepTexts[]): Promise<Buffer> {
  return deflate(plain(steps))
}

/** The same at once, for work that is inside a transaction. */
export function packStepsSync(steps: readonly StepTexts[]): Buffer {
  return deflateRawSync(plain(steps))
}

/** The steps of a pack. Throws on anything that is none. */
export function unpackSteps(pack: Uint8Array): StepTexts[] {
  const text = inflateRawSync(pack, { maxOutputLength: MOST }).toString('utf8')
  return Steps.parse(JSON.parse(text)).map(([seq, edit, forward, backward]) => ({ seq, edit, forward, backward }))
}

function plain(steps: readonly StepTexts[]): Buffer {
  return Buffer.from(JSON.stringify(steps.map(({ seq, edit, forward, backward }) => [seq, edit, forward, backward])))
}

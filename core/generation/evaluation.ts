import { z } from 'zod'

/** What was measured of a pack, as a person reads it. */
export const PackEvaluation = z.object({
  /** How it was measured. */
  what: z.string(),
  figures: z.array(
    z.object({
      name: z.string(),
      /** Share of clips that show what was asked for, 0 to 1. */
      share: z.number(),
      /** What guessing would reach; null where that is not known. */
      chance: z.number().nullable(),
    }),
  ),
})
export type PackEvaluation = z.infer<typeof PackEvaluation>

const Share = z.number().min(0).max(1)

/** `evaluation.json` of a pack, as far as it is shown. `modelpacks/train/evaluate.py` writes it. */
const EvaluationFile = z.object({
  what: z.string().max(1000),
  adherence: z.record(z.string().max(80), Share),
  all_five: Share.optional(),
  chance: z.record(z.string(), Share).optional(),
})

/** Reads the text of an `evaluation.json`; null where it is not one that this program knows. */
export function readEvaluation(text: string): PackEvaluation | null {
  const parsed = EvaluationFile.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { what, adherence, all_five: all, chance = {} } = parsed.data
  const figures = Object.entries(adherence).map(([name, share]) => ({ name, share, chance: chance[name] ?? null }))
  const guesses = figures.map((figure) => figure.chance)
  const allByChance = guesses.reduce<number | null>(
    (product, guess) => (product === null || guess === null ? null : product * guess),
    1,
  )
  return {
    what,
    figures: all === undefined ? figures : [...figures, { name: 'all together', share: all, chance: allByChance }],
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Anything that is no JSON fails the schema as well.
    return undefined
  }
}

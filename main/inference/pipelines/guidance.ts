import type { Tensor } from 'onnxruntime-node'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Graph } from '../runtime/session.ts'
import { float32, stacked } from '../runtime/tensors.ts'
import { outputOf } from './outputs.ts'
import type { TextConditioning, TextEmbeds } from './pipeline.ts'

const f32 = Math.fround

/** Everything that a run of the transformer takes, for one text or for two at once. */
type Feeds = (texts: readonly TextEmbeds[]) => Record<string, Tensor>

interface GuidedOptions {
  layout: PackManifest['guidance']['layout']
  /** Whether the two halves are run apart all the same, which takes half the memory. */
  split: boolean
  text: TextConditioning
  guidance: number
  /** Values of one prediction. A graph may give more channels than it takes (a learned variance): the first ones count. */
  count: number
}

/**
 * Runs the transformer with classifier-free guidance: both halves in one run, the unguided one first, or a run for each.
 * Throws what `Graph.run` throws.
 */
export async function predictGuided(graph: Graph, feeds: Feeds, options: GuidedOptions): Promise<Float32Array> {
  const { layout, split, guidance, count } = options
  const { positive, negative } = options.text
  if (negative === null) return (await predict(graph, feeds, [positive], count))[0]
  if (layout === 'batch' && !split) {
    const [plain, guided] = await predict(graph, feeds, [negative, positive], count)
    return guide(plain, guided as Float32Array, guidance)
  }
  const [guided] = await predict(graph, feeds, [positive], count)
  const [plain] = await predict(graph, feeds, [negative], count)
  return guide(plain, guided, guidance)
}

/** The last batch that began with a text: every step of a take runs with the same. */
const TENSORS = new WeakMap<TextEmbeds, { texts: readonly TextEmbeds[]; tensor: Tensor }>()

/** f32[batch, length, width]. */
export function textTensor(texts: readonly TextEmbeds[]): Tensor {
  const first = texts[0] as TextEmbeds
  const known = TENSORS.get(first)
  if (known?.texts.length === texts.length && texts.every((text, k) => text === known.texts[k])) return known.tensor
  const tensor = float32(stacked(texts.map(({ values }) => values)), [texts.length, first.length, first.width])
  TENSORS.set(first, { texts, tensor })
  return tensor
}

async function predict(
  graph: Graph,
  feeds: Feeds,
  texts: readonly [TextEmbeds, ...TextEmbeds[]],
  count: number,
): Promise<[Float32Array, ...Float32Array[]]> {
  const sample = outputOf(await graph.run(feeds(texts)), 'sample', texts.length * count)
  const each = sample.length / texts.length
  return [
    sample.subarray(0, count),
    ...texts.slice(1).map((_, k) => sample.subarray((k + 1) * each, (k + 1) * each + count)),
  ]
}

/**
 * Classifier-free guidance (Ho and Salimans, 2022): u + g (c - u), rounded to float32 after each operation as the
 * reference does. It takes the place of `plain`, which a run made and nobody else knows.
 */
function guide(plain: Float32Array, guided: Float32Array, guidance: number): Float32Array {
  const strength = f32(guidance)
  for (let i = 0; i < plain.length; i++) {
    const value = plain[i] as number
    plain[i] = value + f32(strength * f32((guided[i] as number) - value))
  }
  return plain
}

import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { PackFolder } from '../packs/pack-folder.ts'
import type { Graph } from '../runtime/session.ts'
import { int64 } from '../runtime/tensors.ts'
import { openTokenizer } from '../tokenizer/open-tokenizer.ts'
import type { TextTokenizer } from '../tokenizer/text-tokenizer.ts'
import type { GraphSet } from './graph-set.ts'
import { outputOf } from './outputs.ts'
import type { TextStore } from './text-store.ts'
import type { TextConditioning, TextEmbeds, VideoPipeline } from './pipeline.ts'

/** Makes the `encode` of a pipeline; all that differs between families stands in the manifest's `text`. A text whose embeddings are in the store needs no graph. */
export async function openTextEncoder(
  pack: PackFolder,
  graphs: GraphSet,
  store: TextStore | null,
): Promise<VideoPipeline['encode']> {
  const { text } = pack.manifest
  const tokenizer = await openTokenizer(pack)
  const embed = async (words: string): Promise<TextEmbeds> => {
    const tokens = tokenizer.encode(words)
    const key = { pack: pack.sha256, ids: tokens.ids, mask: tokens.mask }
    const known = await store?.read(key)
    if (known !== undefined && known !== null) return known
    const embeds = await encode(await graphs.get('text_encoder'), tokens, text)
    await store?.write(key, embeds)
    return embeds
  }
  return async (prompt, negativePrompt, guidance) => {
    const negative = guidance > 1 ? await embed(negativePrompt) : null
    const positive = await embed(prompt)
    return text.maskFeature ? cutToPositive(positive, negative, guidance) : { positive, negative, guidance }
  }
}

async function encode(
  graph: Graph,
  tokens: ReturnType<TextTokenizer['encode']>,
  { zeroPad }: PackManifest['text'],
): Promise<TextEmbeds> {
  const length = tokens.ids.length
  const dims = [1, length]
  const results = await graph.run({ input_ids: int64(tokens.ids, dims), attention_mask: int64(tokens.mask, dims) })
  const values = outputOf(results, 'last_hidden_state')
  const width = values.length / length
  if (zeroPad === true) values.fill(0, tokens.length * width)
  return { values, mask: Uint8Array.from(tokens.mask, Number), length, width }
}

/** The length of the positive prompt cuts both, whatever the negative one's own length: so does Latte's reference. */
function cutToPositive(positive: TextEmbeds, negative: TextEmbeds | null, guidance: number): TextConditioning {
  const length = positive.mask.reduce((sum, bit) => sum + bit, 0)
  const cut = ({ values, mask, width }: TextEmbeds): TextEmbeds => ({
    values: values.slice(0, length * width),
    mask: mask.slice(0, length),
    length,
    width,
  })
  return { positive: cut(positive), negative: negative === null ? null : cut(negative), guidance }
}

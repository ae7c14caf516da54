import { readPackText, TOKENIZER, TOKENIZER_CONFIG } from '../packs/read-pack.ts'
import { type PackFolder } from '../packs/pack-folder.ts'
import { createTokenizer, type TextTokenizer } from './text-tokenizer.ts'

/** The tokenizer of a pack. Throws `PACK_INVALID` where its files are none that this program knows. */
export async function openTokenizer(pack: PackFolder): Promise<TextTokenizer> {
  const hasConfig = pack.manifest.files.some((file) => file.path === TOKENIZER_CONFIG)
  const config = hasConfig ? await readPackText(pack.path, TOKENIZER_CONFIG) : '{}'
  return createTokenizer(await readPackText(pack.path, TOKENIZER), config, pack.manifest.text)
}

import { z } from 'zod'
import { readPackText, TOKENIZER } from './read-pack.ts'
import { type PackFolder } from './pack-folder.ts'

const WordLevelTokenizer = z.object({
  model: z.object({ type: z.literal('WordLevel'), vocab: z.record(z.string(), z.number()) }),
  added_tokens: z.array(z.object({ content: z.string() })).default([]),
})

/** Vocabularies by the hash of their pack: a prompt is looked at with every pause in typing. */
const known = new Map<string, ReadonlySet<string> | null>()

/**
 * Every word that a pack's text encoder has learnt, in lower case; null where its tokenizer spells unknown words out of
 * pieces, so that it has something for all of them. Throws what `readPackText` throws.
 */
export async function packWords(pack: PackFolder): Promise<ReadonlySet<string> | null> {
  const found = known.get(pack.sha256)
  if (found !== undefined) return found
  const words = wordsOf(await readPackText(pack.path, TOKENIZER))
  known.set(pack.sha256, words)
  return words
}

function wordsOf(text: string): ReadonlySet<string> | null {
  const parsed = WordLevelTokenizer.safeParse(parseJson(text))
  if (!parsed.success) return null
  const special = new Set(parsed.data.added_tokens.map(({ content }) => content))
  const words = Object.keys(parsed.data.model.vocab).filter((word) => !special.has(word))
  return new Set(words.map((word) => word.toLowerCase()))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A broken tokenizer is reported where it is used; here it only means that no word can be called unknown.
    return undefined
  }
}

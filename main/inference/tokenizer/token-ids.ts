import { Tokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import { CortadoError } from '../../../core/errors.ts'
import { readCharacterMap } from './character-map.ts'

const Normalizer = z.looseObject({ type: z.string(), precompiled_charsmap: z.string().nullish() })

/** The parts of `tokenizer.json` and `tokenizer_config.json` that the library passes over or only comes near to. */
const TokenizerFile = z.looseObject({
  normalizer: z
    .union([z.looseObject({ type: z.literal('Sequence'), normalizers: z.array(Normalizer) }), Normalizer])
    .nullable(),
  model: z.looseObject({
    unk_token: z.string().nullish(),
    unk_id: z.int().nullish(),
    byte_fallback: z.boolean().nullish(),
  }),
})
const Config = z.looseObject({ unk_token: z.string().nullish().catch(null) })

/** Text to the ids of its tokens, without any that begin or end a text. */
export type TokenIds = (text: string) => number[]

/**
 * Reads a tokenizer. The library runs the model; two things are done here. SentencePiece's character map is followed to
 * the letter, where the library puts Unicode's NFKC in its place. And a piece that the vocabulary lacks becomes the ids
 * of its UTF-8 bytes where the model asks for that (`byte_fallback`: umT5), else the unknown token. Throws
 * `PACK_INVALID` where the files are not a tokenizer that this program knows.
 */
export function loadTokenIds(tokenizerJson: string, configJson: string): TokenIds {
  const { tokenizer, unknown, spellsBytes, normalize } = load(tokenizerJson, configJson)
  const bytes = spellsBytes ? byteIds(tokenizer) : null
  return (text) => {
    const { ids, tokens } = tokenizer.encode(normalize(text), { add_special_tokens: false })
    return tokens.flatMap((token: string, place: number) => {
      // A word-level vocabulary answers null for a word that it lacks, unless its configuration repeats the unknown token.
      const id: number | null | undefined = ids[place]
      const isUnknown = id === null || id === undefined || (id === unknown && tokenizer.token_to_id(token) !== id)
      if (!isUnknown) return [id]
      if (bytes !== null) return Array.from(Buffer.from(token), (byte) => bytes[byte] as number)
      return unknown ?? refuse('has no token for an unknown word')
    })
  }
}

interface Loaded {
  readonly tokenizer: Tokenizer
  readonly unknown: number | undefined
  readonly spellsBytes: boolean
  readonly normalize: (text: string) => string
}

function load(tokenizerJson: string, configJson: string): Loaded {
  try {
    const file = TokenizerFile.parse(JSON.parse(tokenizerJson))
    const config = Config.parse(JSON.parse(configJson))
    const { map, rest } = takeCharacterMap(file.normalizer)
    const tokenizer = new Tokenizer({ ...file, normalizer: rest }, config)
    const { unk_id: id, unk_token: name = config.unk_token, byte_fallback: bytes } = file.model
    return {
      tokenizer,
      unknown: id ?? (name ? tokenizer.token_to_id(name) : undefined),
      spellsBytes: bytes === true,
      normalize: map ?? ((text) => text),
    }
  } catch (cause) {
    return refuse('has a tokenizer that cannot be read', cause)
  }
}

/** The character map where it is what happens first, and the normaliser without it. */
function takeCharacterMap(normalizer: z.infer<typeof TokenizerFile>['normalizer']) {
  const steps = z
    .array(Normalizer)
    .catch([])
    .parse(normalizer?.['normalizers'] ?? [normalizer])
  const map = steps[0]?.type === 'Precompiled' ? readCharacterMap(steps[0].precompiled_charsmap ?? '') : null
  if (map === null) return { map, rest: normalizer }
  return { map, rest: steps.length === 1 ? null : { type: 'Sequence', normalizers: steps.slice(1) } }
}

/** Ids of the tokens `<0x00>` to `<0xFF>`. A vocabulary that lacks one of them cannot spell every text. */
function byteIds(tokenizer: Tokenizer): number[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`
    return tokenizer.token_to_id(name) ?? refuse(`spells unknown words in bytes, but has no token ${name}`)
  })
}

function refuse(what: string, cause?: unknown): never {
  throw new CortadoError(
    'PACK_INVALID',
    `The model pack ${what}. Get a sound version of it.`,
    cause === undefined ? {} : { cause },
  )
}

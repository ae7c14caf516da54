import { Tokenizer } from '@huggingface/tokenizers'
import { CortadoError } from '../../../core/errors.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import { cleanText } from './clean-text.ts'

interface TokenIds {
  /** `maxLength` ids, padded on the right. */
  ids: BigInt64Array
  /** 1 for a token, 0 for padding. */
  mask: BigInt64Array
  /** Tokens before the padding, the closing one included. */
  length: number
}

export interface TextTokenizer {
  encode(text: string): TokenIds
}

/** Makes a tokenizer from a pack's files. Throws `PACK_INVALID` where they are not a tokenizer that this program knows. */
export function createTokenizer(tokenizerJson: string, configJson: string, text: PackManifest['text']): TextTokenizer {
  const tokenizer = load(tokenizerJson, configJson)
  const unknown = unknownId(tokenizerJson, configJson, tokenizer)
  return {
    encode(words) {
      const found: (number | null)[] = tokenizer.encode(cleanText(words, text.cleaner), {
        add_special_tokens: false,
      }).ids
      const first = text.bosId === undefined ? [] : [text.bosId]
      const kept = [...first, ...found.slice(0, text.maxLength - 1 - first.length).map((id) => id ?? unknown)]
      if (kept.some((id) => !Number.isInteger(id))) {
        throw new CortadoError(
          'PACK_INVALID',
          'The model pack has no token for an unknown word. Get a sound version of it.',
        )
      }
      const ids = new BigInt64Array(text.maxLength).fill(BigInt(text.padId))
      const mask = new BigInt64Array(text.maxLength)
      const tokens = [...kept, text.eosId]
      tokens.forEach((id, index) => {
        ids[index] = BigInt(id)
        mask[index] = 1n
      })
      return { ids, mask, length: tokens.length }
    },
  }
}

function load(tokenizerJson: string, configJson: string): Tokenizer {
  try {
    return new Tokenizer(JSON.parse(tokenizerJson) as object, JSON.parse(configJson) as object)
  } catch (cause) {
    throw new CortadoError(
      'PACK_INVALID',
      'The tokenizer of the model pack cannot be read. Get a sound version of the pack.',
      {
        cause,
      },
    )
  }
}

/** A word-level vocabulary answers null for a word that it lacks unless its configuration repeats the unknown token. */
function unknownId(tokenizerJson: string, configJson: string, tokenizer: Tokenizer): number {
  const model = (JSON.parse(tokenizerJson) as { model?: { unk_token?: unknown } }).model
  const config = JSON.parse(configJson) as { unk_token?: unknown }
  const token = [model?.unk_token, config.unk_token].find((one) => typeof one === 'string')
  return (token === undefined ? undefined : tokenizer.token_to_id(token)) ?? Number.NaN
}

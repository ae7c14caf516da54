import type { PackManifest } from '../../../core/generation/manifest.ts'
import { cleanText } from './cleaners/clean-text.ts'
import { loadTokenIds } from './token-ids.ts'

interface PaddedIds {
  /** `maxLength` ids, padded on the right. */
  ids: BigInt64Array
  /** 1 for a token, 0 for padding. */
  mask: BigInt64Array
  /** Tokens before the padding, the closing one included. */
  length: number
}

export interface TextTokenizer {
  encode(text: string): PaddedIds
}

/**
 * Makes a tokenizer from a pack's files. A long text is cut so that its closing token still fits. Throws `PACK_INVALID`
 * where the files are not a tokenizer that this program knows.
 */
export function createTokenizer(
  tokenizerJson: string,
  configJson: string,
  text: Pick<PackManifest['text'], 'maxLength' | 'padId' | 'bosId' | 'eosId' | 'cleaner'>,
): TextTokenizer {
  const tokenIds = loadTokenIds(tokenizerJson, configJson)
  const first = text.bosId === undefined ? [] : [text.bosId]
  return {
    encode(words) {
      const kept = tokenIds(cleanText(words, text.cleaner)).slice(0, text.maxLength - 1 - first.length)
      const tokens = [...first, ...kept, text.eosId]
      const ids = new BigInt64Array(text.maxLength).fill(BigInt(text.padId))
      const mask = new BigInt64Array(text.maxLength)
      tokens.forEach((id, index) => {
        ids[index] = BigInt(id)
        mask[index] = 1n
      })
      return { ids, mask, length: tokens.length }
    },
  }
}

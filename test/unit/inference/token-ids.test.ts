import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCharacterMap } from '../../../main/inference/tokenizer/character-map.ts'
import { loadTokenIds } from '../../../main/inference/tokenizer/token-ids.ts'

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../fixtures/conformance/tokenizers', name, 'tokenizer.json'), 'utf8')
const invalid = expect.objectContaining({ code: 'PACK_INVALID' }) as Error

describe('a tokenizer from a stranger', () => {
  test('that is none is refused', () => {
    expect(() => loadTokenIds('{"model":', '{}')).toThrow(invalid)
    expect(() => loadTokenIds('{"model":{},"normalizer":null}', '{}')).toThrow(invalid)
  })

  test('that spells in bytes but lacks one is refused before any text', () => {
    expect(() => loadTokenIds(fixture('umt5').replace('"<0x7F>"', '"lost"'), '{}')).toThrow(invalid)
  })

  test('without an unknown token is refused at a word that it lacks', () => {
    const words = {
      version: '1.0',
      added_tokens: [],
      normalizer: null,
      post_processor: null,
      decoder: null,
      pre_tokenizer: { type: 'Whitespace' },
      model: { type: 'WordLevel', vocab: { red: 3 } },
    }
    const tokenIds = loadTokenIds(JSON.stringify(words), '{}')
    expect(tokenIds('red red')).toEqual([3, 3])
    expect(() => tokenIds('red zebra')).toThrow(invalid)
  })
})

test('an unknown character is spelt in the bytes of its UTF-8 only where the model asks for that', () => {
  const bytes = [0xf0, 0x9f, 0x8e, 0xac].map((byte) => byte + 3)
  expect(loadTokenIds(fixture('umt5'), '{}')('🎬').slice(-4)).toEqual(bytes)
  const plain = fixture('umt5')
    .replace('"byte_fallback":true', '"byte_fallback":false')
    .replace('"byte_fallback": true', '"byte_fallback": false')
  expect(loadTokenIds(plain, '{}')('🎬').slice(-1)).toEqual([2])
})

test('a damaged character map is not followed out of its bounds', () => {
  expect(readCharacterMap('')).toBeNull()
  expect(readCharacterMap(Buffer.from([8, 0, 0, 0, 1]).toString('base64'))).toBeNull()
  const wild = Buffer.alloc(12, 0xff)
  wild.writeUInt32LE(4, 0)
  expect(readCharacterMap(wild.toString('base64'))?.('a\u0301b')).toBe('a\u0301b')
})

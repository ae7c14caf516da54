import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cleanText } from '../../../main/inference/tokenizer/cleaners/clean-text.ts'
import { createTokenizer } from '../../../main/inference/tokenizer/text-tokenizer.ts'
import { TINY, tiny } from './tiny.ts'

const json = readFileSync(join(TINY, 'tokenizer/tokenizer.json'), 'utf8')
const config = readFileSync(join(TINY, 'tokenizer/tokenizer_config.json'), 'utf8')
const tokenizer = createTokenizer(json, config, tiny.manifest.text)

test('a file that is no tokenizer is refused', () => {
  expect(() => createTokenizer('{"model":', '{}', tiny.manifest.text)).toThrow(
    expect.objectContaining({ code: 'PACK_INVALID' }) as Error,
  )
})

test('a long prompt is cut so that the closing token still fits', () => {
  const { ids, mask, length } = tokenizer.encode('red '.repeat(900))
  expect(length).toBe(120)
  expect(ids.length).toBe(120)
  expect(ids[119]).toBe(1n)
  expect(mask.every((one) => one === 1n)).toBe(true)
})

test('an empty prompt is the closing token alone', () => {
  const { ids, mask, length } = tokenizer.encode('')
  expect([length, ids[0], ids[1], mask[0], mask[1]]).toEqual([1, 1n, 0n, 1n, 0n])
})

test('an unknown word of a word-level vocabulary becomes the unknown token', () => {
  const words = {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    post_processor: null,
    decoder: null,
    pre_tokenizer: { type: 'Whitespace' },
    model: { type: 'WordLevel', vocab: { '<pad>': 0, '</s>': 1, '<unk>': 2, red: 3 }, unk_token: '<unk>' },
  }
  const { ids } = createTokenizer(JSON.stringify(words), '{}', tiny.manifest.text).encode('Red zebra red')
  expect(Array.from(ids.slice(0, 4), Number)).toEqual([3, 2, 3, 1])
})

test('text is lowered and stripped as Python does it', () => {
  expect(cleanText('\u001c\u0085  A Red KITE\n', 'lower')).toBe('a red kite')
  expect(cleanText(' A ', 'none')).toBe(' A ')
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { packEvaluation } from '../../../main/inference/packs/pack-evaluation.ts'
import { packWords } from '../../../main/inference/packs/pack-words.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { copyOfTiny, temporaryFolder, tiny, type TemporaryFolder } from './tiny.ts'

const MINI = join(import.meta.dirname, '../../../assets/models/cortado-mini')
let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

test('a word-level tokenizer lists its words without its special tokens', async () => {
  const words = await packWords(await readPack(MINI))
  expect(words?.has('ball')).toBe(true)
  expect(words?.has('dragon')).toBe(false)
  expect([...(words ?? [])].filter((word) => word.startsWith('<'))).toEqual([])
})

test('a tokenizer of pieces knows every word', async () => {
  expect(await packWords(tiny)).toBeNull()
})

test('a tokenizer that is no JSON calls no word unknown', async () => {
  const path = copyOfTiny(folder.path, (manifest) => (manifest.title = 'broken words'))
  writeFileSync(join(path, 'tokenizer/tokenizer.json'), '{"model":')
  expect(await packWords(await readPack(path))).toBeNull()
})

const entry = { path: 'evaluation.json', bytes: 1, sha256: 'a'.repeat(64) }

test('an evaluation is read where the pack lists one', async () => {
  const path = copyOfTiny(folder.path, (manifest) => manifest.files.push(entry))
  writeFileSync(join(path, 'evaluation.json'), JSON.stringify({ what: '60 clips', adherence: { colour: 0.97 } }))
  expect(await packEvaluation(await readPack(path))).toEqual({
    what: '60 clips',
    figures: [{ name: 'colour', share: 0.97, chance: null }],
  })
})

test('no evaluation, an unlisted, a missing, an endless and a foreign one are none', async () => {
  expect(await packEvaluation(tiny)).toBeNull()
  const path = copyOfTiny(folder.path, (manifest) => manifest.files.push(entry))
  const pack = await readPack(path)
  expect(await packEvaluation(pack)).toBeNull()
  writeFileSync(join(path, 'evaluation.json'), 'x'.repeat(300_000))
  expect(await packEvaluation(pack)).toBeNull()
  writeFileSync(join(path, 'evaluation.json'), '{"psnr": 30}')
  expect(await packEvaluation(pack)).toBeNull()
})

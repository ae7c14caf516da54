import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replaceFile } from '../../../main/files/index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cortado-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('joins parts, empty ones too, and leaves nothing beside the file', () => {
  const path = join(folder, 'deep/file')
  replaceFile(path, [Buffer.from('one '), new Uint8Array(), Buffer.from('two')])
  replaceFile(path, [Buffer.from('three')])
  expect(readFileSync(path, 'utf8')).toBe('three')
  expect(readdirSync(join(folder, 'deep'))).toEqual(['file'])
})

test('leaves the file as it was where the new one cannot be written', () => {
  const path = join(folder, 'file')
  replaceFile(path, [Buffer.from('one')])
  const broken = new Proxy(new Uint8Array(1), {})
  expect(() => replaceFile(path, [broken])).toThrow()
  expect(readFileSync(path, 'utf8')).toBe('one')
  expect(readdirSync(folder)).toEqual(['file'])
  writeFileSync(join(folder, 'plain'), '')
  expect(() => replaceFile(join(folder, 'plain/file'), [Buffer.from('two')])).toThrow()
})

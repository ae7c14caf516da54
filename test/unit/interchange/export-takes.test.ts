import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ExportRequest } from '../../../core/library/export.ts'
import { exportTakes } from '../../../main/interchange/index.ts'
import { tarHeader } from '../../../main/interchange/dataset/tar-header.ts'
import type { Library } from '../../../main/library/index.ts'
import { cleanClip } from '../review/clean-clips.ts'
import { reviewed } from '../review/reviewed.ts'
import { newLibrary, recipe, recordTake, temporaryFolder } from '../library/sample.ts'

async function project(): Promise<{ library: Library; takes: string[] }> {
  const library = await newLibrary()
  const shot = library.shots.create({ prompt: 'a red kite' })
  const takes: string[] = []
  for (const [seed, rating] of [5, 3, 0, 4].entries()) {
    const words = `a kite, no. ${seed}: “über” the sea`
    const take = await recordTake(library, shot.id, {
      content: 'x'.repeat(700 + seed),
      recipe: recipe({ seed, prompt: words }),
    })
    library.takes.rate(take.id, { rating, rejected: seed === 3 })
    takes.push(take.id)
  }
  return { library, takes }
}

const request = (change: Partial<ExportRequest> & { out: string }): ExportRequest =>
  ExportRequest.parse({ format: 'webdataset', ...change })

describe('takes as a data set', () => {
  it('are tar shards that tar reads, in which the files of a sample stand together', async () => {
    const { library, takes } = await project()
    const out = join(await temporaryFolder(), 'set')
    const report = await exportTakes(library, request({ out }))
    expect(report).toMatchObject({ folder: out, takes: 3, files: ['takes-000000.tar'] })
    const shard = join(out, 'takes-000000.tar')
    expect(report.bytes).toBe(readFileSync(shard).length)
    const names = execFileSync('tar', ['-tf', shard], { encoding: 'utf8' }).trim().split('\n')
    expect(names).toEqual(takes.slice(0, 3).flatMap((id) => [`${id}.mkv`, `${id}.txt`, `${id}.json`]))
    const unpacked = await temporaryFolder()
    execFileSync('tar', ['-xf', shard, '-C', unpacked])
    const [first = ''] = takes
    const master = library.media.locate(library.takes.get(first).master)
    expect(readFileSync(join(unpacked, `${first}.mkv`))).toEqual(readFileSync(master?.path ?? ''))
    expect(readFileSync(join(unpacked, `${first}.txt`), 'utf8')).toBe('a kite, no. 0: “über” the sea')
    expect(JSON.parse(readFileSync(join(unpacked, `${first}.json`), 'utf8'))).toMatchObject({
      id: first,
      rating: 5,
      fps: 8,
      recipe: { seed: 0, prompt: 'a kite, no. 0: “über” the sea' },
      sha256: master?.sha256,
    })
  })

  it('are the same bytes every time, cut into shards where they grow', async () => {
    const { library } = await project()
    const folder = await temporaryFolder()
    const shards = (out: string): string[] => {
      const names = readdirSync(join(folder, out))
      return names.map((name) => readFileSync(join(folder, out, name)).toString('base64'))
    }
    const small = { ...request({ out: join(folder, 'a') }), shardBytes: 3000 }
    const { files } = await exportTakes(library, small)
    expect(files).toEqual(['takes-000000.tar', 'takes-000001.tar', 'takes-000002.tar'].slice(0, files.length))
    expect(files.length).toBeGreaterThan(1)
    await exportTakes(library, { ...small, out: join(folder, 'b') })
    expect(shards('a')).toEqual(shards('b'))
  })

  it('are lines of JSON beside their videos', async () => {
    const { library, takes } = await project()
    const out = await temporaryFolder()
    const named = [takes[3] ?? '', takes[1] ?? '']
    const report = await exportTakes(library, request({ out, format: 'jsonl', takes: named, video: 'proxy' }))
    expect(report).toMatchObject({ takes: 2, files: ['takes.jsonl'] })
    const lines = readFileSync(join(out, 'takes.jsonl'), 'utf8').trim().split('\n')
    const rows = lines.map((line) => JSON.parse(line) as { id: string; file: string; rejected: boolean })
    expect(rows.map(({ id, rejected }) => [id, rejected])).toEqual([
      [takes[3], true],
      [takes[1], false],
    ])
    expect(readFileSync(join(out, rows[0]?.file ?? '')).toString()).toBe(`${'x'.repeat(703)} proxy`)
  })

  it('are chosen by stars and by what the review found', async () => {
    const { library, takes } = await project()
    const [first = '', second = ''] = takes
    library.takes.keepReview(first, reviewed(cleanClip('pans', 1, 16)))
    library.takes.keepReview(second, reviewed([...cleanClip('pans', 1, 8), ...cleanClip('zooms', 2, 8)]))
    const folder = await temporaryFolder()
    const count = async (name: string, change: Partial<ExportRequest>): Promise<number> =>
      (await exportTakes(library, request({ out: join(folder, name), ...change }))).takes
    expect(await count('stars', { rating: 3 })).toBe(2)
    expect(await count('clean', { clean: true })).toBe(1)
    await expect(count('none', { rating: 4, takes: [second] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(readdirSync(folder).sort()).toEqual(['clean', 'stars'])
  })

  it('never go over what is there', async () => {
    const { library } = await project()
    const out = await temporaryFolder()
    mkdirSync(join(out, 'kept'))
    writeFileSync(join(out, 'letter.txt'), 'dear')
    await expect(exportTakes(library, request({ out }))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(readdirSync(out).sort()).toEqual(['kept', 'letter.txt'])
  })

  it('leave nothing behind where a master is lost', async () => {
    const { library, takes } = await project()
    const master = library.media.locate(library.takes.get(takes[2] ?? '').master)
    writeFileSync(master?.path ?? '', 'cut')
    const folder = await temporaryFolder()
    const out = join(folder, 'deep', 'set')
    await expect(exportTakes(library, request({ out }))).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the header of an archive', () => {
  it('refuses what the format cannot hold', () => {
    expect(() => tarHeader('x'.repeat(101), 0, 0)).toThrow(RangeError)
    expect(() => tarHeader('x', 8 ** 11, 0)).toThrow(RangeError)
    expect(tarHeader('x', 8 ** 11 - 1, 0)).toHaveLength(512)
  })
})

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { Job } from '../../../core/generation/job.ts'
import { Project, Shot, Take } from '../../../core/library/entities.ts'
import { createRecentProjects, newId, openLibrary } from '../../../main/library/index.ts'
import { code, adopt, newLibrary, recipe, recordTake, temporaryFolder } from './sample.ts'

describe('opening', () => {
  it('refuses folders that are no projects, and folders that hold something', async () => {
    const folder = await temporaryFolder()
    await expect(openLibrary(folder)).rejects.toEqual(code('NOT_FOUND'))
    await expect(openLibrary(join(folder, 'nowhere'))).rejects.toEqual(code('NOT_FOUND'))
    await writeFile(join(folder, 'letter.txt'), 'dear')
    await expect(openLibrary(folder, { create: { name: 'Kite' } })).rejects.toEqual(code('PROJECT_EXISTS'))
    const { folder: taken } = await newLibrary()
    await expect(openLibrary(taken, { create: { name: 'Kite' } })).rejects.toEqual(code('PROJECT_EXISTS'))
  })

  it('refuses names and formats that cannot be, and leaves no folder', async () => {
    const folder = join(await temporaryFolder(), 'new')
    await expect(openLibrary(folder, { create: { name: ' ' } })).rejects.toEqual(code('INVALID_INPUT'))
    const format = { size: { width: 0, height: 9 } }
    await expect(openLibrary(folder, { create: { name: 'Kite', format } })).rejects.toEqual(code('INVALID_INPUT'))
    expect(existsSync(folder)).toBe(false)
  })

  it('lets one in at a time', async () => {
    const library = await newLibrary()
    await expect(openLibrary(library.folder)).rejects.toMatchObject({
      code: 'PROJECT_IN_USE',
      message: expect.stringContaining('Close it there'),
    })
    library.close()
    const again = await openLibrary(library.folder)
    expect(Project.parse(again.project)).toEqual(library.project)
    again.close()
  })

  it('removes temporary files of more than a day and no others', async () => {
    const library = await newLibrary()
    const stale = library.media.temporary('mkv')
    const fresh = library.media.temporary('mkv')
    await writeFile(stale, 'half')
    await writeFile(fresh, 'half')
    const kept = await adopt(library, 'whole')
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000)
    await utimes(stale, longAgo, longAgo)
    await utimes(library.media.locate(kept)?.path ?? '', longAgo, longAgo)
    library.close()
    const again = await openLibrary(library.folder)
    expect([existsSync(stale), existsSync(fresh)]).toEqual([false, true])
    expect(again.media.locate(kept)).not.toBeNull()
    again.close()
  })
})

describe('media', () => {
  it('names files by hash, once, and knows what is missing', async () => {
    const { media, folder } = await newLibrary()
    const first = media.temporary('jpg')
    await writeFile(first, 'picture')
    const stored = await media.adopt(first, 'image/jpeg')
    const hash = createHash('sha256').update('picture').digest('hex')
    expect(stored).toEqual({
      sha256: hash,
      mime: 'image/jpeg',
      bytes: 7,
      path: join(folder, 'media', hash.slice(0, 2), hash.slice(2)),
    })
    const second = media.temporary('jpg')
    await writeFile(second, 'picture')
    expect(await media.adopt(second, 'image/png')).toEqual(stored)
    expect([existsSync(first), existsSync(second)]).toEqual([false, false])
    expect(media.locate(hash)).toEqual(stored)
    expect(media.locate('f'.repeat(64))).toBeNull()
    expect(media.locate('../../etc/passwd')).toBeNull()
    await expect(media.adopt(second, 'image/jpeg')).rejects.toEqual(code('NOT_FOUND'))
    await writeFile(stored.path, 'pic')
    expect(() => media.locate(hash)).toThrow(code('MEDIA_DAMAGED'))
    await writeFile(second, 'picture')
    await media.adopt(second, 'image/jpeg')
    expect(readFileSync(stored.path, 'utf8')).toBe('picture')
  })
})

describe('takes', () => {
  it('refuses a take of unknown shots, jobs and files, and writes nothing', async () => {
    const library = await newLibrary()
    await expect(recordTake(library, newId())).rejects.toEqual(code('NOT_FOUND'))
    const shot = library.shots.create({ prompt: 'a kite' }).id
    await expect(recordTake(library, shot, { job: newId() })).rejects.toEqual(code('NOT_FOUND'))
    const take = await recordTake(library, shot)
    const missing = { ...take, job: null, proxy: 'f'.repeat(64) }
    await expect(library.takes.record(missing)).rejects.toEqual(code('NOT_FOUND'))
    expect(library.takes.list()).toEqual([take])
  })

  it('lets a refined take have the place of its parent in the film, where that one has it', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a red kite' }).id
    const first = await recordTake(library, shot)
    const second = await recordTake(library, shot, { content: 'other' })
    await recordTake(library, shot, { content: 'second, refined', replaces: second.id })
    expect(library.shots.get(shot).picked).toBe(first.id)
    const refined = await recordTake(library, shot, { content: 'first, refined', replaces: first.id })
    expect(library.shots.get(shot).picked).toBe(refined.id)
    expect(refined.parent).toBe(first.id)
  })

  it('picks the first, numbers them, keeps the recipe beside the master', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a red kite over a grey sea' })
    expect(shot).toMatchObject({ name: 'a red kite over a grey sea', picked: null, takes: [] })
    const first = await recordTake(library, shot.id)
    const second = await recordTake(library, shot.id, { content: 'other' })
    expect([first.number, second.number]).toEqual([1, 2])
    expect(Take.parse(first)).toEqual(first)
    const now = Shot.parse(library.shots.get(shot.id))
    expect(now).toMatchObject({ picked: first.id, takes: [first, second] })
    const beside = await readFile(`${library.media.locate(first.master)?.path}.recipe.json`, 'utf8')
    expect(beside).toBe(`${canonicalJson(recipe())}\n`)
    expect(createHash('sha256').update(beside.trimEnd()).digest('hex')).toBe(first.recipeSha256)
    library.close()
    const again = await openLibrary(library.folder)
    expect(again.shots.list()).toEqual([now])
    again.close()
  })

  it('makes one take of a job, and ends the job with it', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const job = library.jobs.add({ kind: 'generate', shot, recipe: recipe() })
    const first = await recordTake(library, shot, { job: job.id })
    expect(await recordTake(library, shot, { job: job.id, content: 'again' })).toEqual(first)
    expect(Job.parse(library.jobs.get(job.id))).toMatchObject({ state: 'done', result: { take: first.id, frames: 16 } })
    expect(library.takes.list(shot)).toEqual([first])
  })

  it('rates and rejects', async () => {
    const library = await newLibrary()
    const take = await recordTake(library, library.shots.create({ prompt: 'a kite' }).id)
    expect(library.takes.rate(take.id, { rating: 4 })).toEqual({ ...take, rating: 4 })
    expect(library.takes.rate(take.id, { rejected: true })).toEqual({ ...take, rating: 4, rejected: true })
    expect(() => library.takes.rate(take.id, { rating: 9 })).toThrow(code('INVALID_INPUT'))
    expect(() => library.takes.rate(newId(), {})).toThrow(code('NOT_FOUND'))
    expect(library.takes.list()).toEqual([{ ...take, rating: 4, rejected: true }])
  })
})

describe('shots', () => {
  it('picks a take of its own only, and renames', async () => {
    const library = await newLibrary()
    const [a, b] = [library.shots.create({ prompt: 'a kite' }).id, library.shots.create({ prompt: 'a sea' }).id]
    await recordTake(library, a)
    const second = await recordTake(library, a)
    expect(library.shots.pick(a, second.id).picked).toBe(second.id)
    expect(() => library.shots.pick(b, second.id)).toThrow(code('INVALID_INPUT'))
    expect(() => library.shots.pick(a, newId())).toThrow(code('NOT_FOUND'))
    expect(library.shots.rename(b, ' Waves ').name).toBe('Waves')
    expect(() => library.shots.rename(b, ' ')).toThrow(code('INVALID_INPUT'))
    expect(() => library.shots.rename(newId(), 'x')).toThrow(code('NOT_FOUND'))
  })
})

describe('search', () => {
  it('finds beginnings of words in names and prompts, whatever their case and accents', async () => {
    const library = await newLibrary()
    const kite = library.shots.create({ prompt: 'a red kite over a grey sea' }).id
    const cafe = library.shots.create({ prompt: 'people in the street', name: 'Café at dusk' }).id
    const take = await recordTake(library, kite, { recipe: recipe({ prompt: 'a crimson kite' }) })
    const ids = (text: string): string[] => library.search({ text }).hits.map((hit) => hit.id)
    expect(ids('kit GREY')).toEqual([kite])
    expect(ids('crims')).toEqual([take.id])
    expect(ids('cafe')).toEqual([cafe])
    expect(ids('7')).toEqual([take.id])
    library.shots.rename(cafe, 'Bistro')
    expect(ids('cafe')).toEqual([])
    expect(ids('bist')).toEqual([cafe])
    expect(ids(' ')).toEqual([take.id, cafe, kite, library.project.sequence])
  })

  it('finds names however their letters and marks are stored', async () => {
    const library = await newLibrary()
    for (const name of ['한국 영화', 'ガラス', 'Ångström']) {
      for (const form of ['NFC', 'NFD'] as const) library.shots.create({ prompt: 'x', name: name.normalize(form) })
      for (const form of ['NFC', 'NFD'] as const) {
        expect(library.search({ text: name.normalize(form) }).hits, `${name} ${form}`).toHaveLength(2)
      }
    }
  })

  it('takes any text as words, never as syntax', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'near or not AND "quoted" kite' }).id
    for (const text of [
      '"',
      'kite"',
      'a AND',
      'NOT',
      'NEAR(kite',
      'name:kite',
      'kite*',
      '(',
      '^kite',
      '-kite',
      '\0kite',
    ]) {
      expect(() => library.search({ text })).not.toThrow()
    }
    expect(library.search({ text: 'NOT "kite" *' }).hits).toMatchObject([{ kind: 'shot', id: shot }])
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => void library.search({ text })))
  })
})

describe('recent projects', () => {
  it('keeps the newest first, and takes garbage for an empty list', async () => {
    const folder = join(await temporaryFolder(), 'settings')
    const recent = createRecentProjects(folder)
    expect(await recent.list()).toEqual([])
    await Promise.all([recent.add({ name: 'A', path: '/a' }, 1), recent.add({ name: 'B', path: '/b' }, 2)])
    await recent.add({ name: 'A', path: '/a' }, 3)
    expect((await recent.list()).map((entry) => entry.path)).toEqual(['/a', '/b'])
    await recent.remove('/a')
    expect(await recent.list()).toEqual([{ name: 'B', path: '/b', openedAt: 2 }])
    for (const garbage of ['', '{', '{"a":1}', '[{"name":1}]', '\0\0']) {
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'recent.json'), garbage)
      expect(await recent.list()).toEqual([])
    }
    await recent.add({ name: 'C', path: '/c' }, 4)
    expect(await recent.list()).toHaveLength(1)
  })
})

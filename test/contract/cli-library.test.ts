import { copyFileSync, existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { ImportReport } from '../../core/library/media.ts'
import { SearchPage } from '../../core/library/search.ts'
import { ALL_PATHS, studioGrants } from '../../main/grants.ts'
import { router } from '../../main/router.ts'
import { openStudio } from '../../main/studio/open-studio.ts'
import { lavfiClip } from '../support/lavfi.ts'
import { runCli, temporaryHome } from '../support/cli.ts'

let home: ReturnType<typeof temporaryHome>
const run = (...args: string[]): ReturnType<typeof runCli> => runCli([...args, '--json'], home.path)
const at = (name: string): string => join(home.path, name)
beforeAll(() => void (home = temporaryHome()))
afterAll(() => home[Symbol.dispose]())

describe('the library by the command line', () => {
  it('takes media in, files, marks, finds, throws away and takes back, copies and recovers', async () => {
    const film = at('Kite.cortado')
    const project = ['--project', film]
    const clip = await lavfiClip(at('A long name, with (brackets) é.mkv'), 'testsrc=size=64x48:rate=24:duration=0.25')
    writeFileSync(at('notes.txt'), 'no media')
    expect((await run('new', film)).code).toBe(0)

    const imported = await run('media', 'import', clip, at('notes.txt'), ...project)
    expect(imported.code).toBe(1)
    const report = ImportReport.parse(imported.last)
    expect(report.refused).toMatchObject([{ path: at('notes.txt'), code: 'MEDIA_UNSUPPORTED' }])
    expect(report.imported).toMatchObject([{ already: false, media: { info: { picture: { frames: 6 } } } }])
    expect((await run('media', 'import', clip, ...project)).last).toMatchObject({ imported: [{ already: true }] })
    const id = report.imported[0]?.media.id ?? ''
    const entry = `media:${id}`

    const { id: bin } = z.object({ id: z.string() }).parse((await run('bins', 'create', 'Day 1', ...project)).last)
    expect((await run('library', 'file', entry, '--bin', bin, ...project)).code).toBe(0)
    expect((await run('library', 'mark', entry, '--label', 'teal', '--favourite', ...project)).code).toBe(0)
    const found = await run('search', 'long brack', '--label', 'teal', '--bin', bin, '--kind', 'media', ...project)
    expect(SearchPage.parse(found.last)).toMatchObject({ hits: [{ id, favourite: true, bin }], next: null })

    expect((await run('library', 'trash', entry, ...project)).code).toBe(0)
    expect((await run('search', 'long', ...project)).last).toMatchObject({ hits: [] })
    expect((await run('library', 'empty-trash', ...project)).code).toBe(2)
    expect((await run('library', 'restore', entry, ...project)).code).toBe(0)

    const { file } = report.imported[0]?.media ?? { file: '' }
    rmSync(join(film, 'media', file.slice(0, 2), file.slice(2)))
    expect((await run('media', 'missing', ...project)).last).toMatchObject({ files: [{ media: id }] })
    expect((await run('media', 'relink', home.path, ...project)).last).toMatchObject({
      relinked: [{ by: 'hash' }],
      missing: [],
    })

    expect((await run('project', 'copy', at('Copy.cortado'), ...project)).last).toMatchObject({ missing: [] })
    truncateSync(join(film, 'library.sqlite'), statSync(join(film, 'library.sqlite')).size - 4096)
    expect((await run('search', ...project)).last).toMatchObject({ error: { code: 'LIBRARY_DAMAGED' } })
    expect((await run('recover', film, '--to', at('Saved.cortado'))).code).toBe(0)
    for (const name of ['Copy', 'Saved']) {
      const hits = SearchPage.parse(
        (await run('search', '--kind', 'media', '--project', at(`${name}.cortado`))).last,
      ).hits
      expect(hits.map((hit) => hit.id)).toEqual([id])
    }
  })

  it('says how to ask where it is asked in another way', async () => {
    for (const args of [
      ['bins', 'create'],
      ['library', 'trash', 'bin:abcdefgh1'],
      ['media', 'relink'],
      ['search', '--used', '--unused'],
      ['recover', at('Kite.cortado')],
    ]) {
      expect(await run(...args, '--project', at('Copy.cortado')), args.join(' ')).toMatchObject({ code: 2 })
    }
  })
})

describe('the library by the contract', () => {
  it('lets a window name no file and no folder that was not picked', async () => {
    for (const [name, value] of [
      ['CORTADO_HOME', at('projects')],
      ['CORTADO_CONFIG', at('config')],
    ] as const) {
      const before = process.env[name]
      process.env[name] = value
      onTestFinished(() => {
        if (before === undefined) delete process.env[name]
        else process.env[name] = before
      })
    }
    const studio = await openStudio({ runJobs: false })
    onTestFinished(() => studio.close())
    const picked = { folders: new Set<string>(), files: new Set([at('picked.mkv')]) }
    const window = createRouterClient(router, { context: { studio, grants: studioGrants(studio, picked) } })
    await window.project.create({ name: 'Granted' })
    await lavfiClip(at('picked.mkv'), 'testsrc=size=64x48:rate=24:duration=0.1')
    copyFileSync(at('picked.mkv'), at('other.mkv'))
    const denied = { data: { code: 'PATH_NOT_ALLOWED' } }
    await expect(window.media.import({ paths: [at('picked.mkv'), at('other.mkv')] })).rejects.toMatchObject(denied)
    await expect(window.media.relink({ folder: home.path })).rejects.toMatchObject(denied)
    await expect(window.project.copy({ to: at('Elsewhere.cortado') })).rejects.toMatchObject(denied)
    await expect(window.project.recover({ path: at('x'), to: at('y') })).rejects.toMatchObject(denied)
    expect(existsSync(at('Elsewhere.cortado'))).toBe(false)
    expect((await window.media.import({ paths: [at('picked.mkv')] })).imported).toHaveLength(1)
    const all = createRouterClient(router, { context: { studio, grants: ALL_PATHS } })
    const bin = await all.bins.create({ name: 'A' })
    await expect(all.bins.move({ id: bin.id, parent: bin.id })).rejects.toMatchObject({
      data: { code: 'INVALID_INPUT' },
    })
    expect((await all.library.search({ text: 'pick', kinds: ['media'] })).hits).toHaveLength(1)
  })
})

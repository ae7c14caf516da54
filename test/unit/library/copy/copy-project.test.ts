import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { newId, openLibrary } from '../../../../main/library/index.ts'
import type { Library } from '../../../../main/library/index.ts'
import { adopt, clip, code, newLibrary, recipe, recordTake, temporaryFolder, trackOf } from '../sample.ts'

async function twoShots(): Promise<{ library: Library; used: string; unused: string; to: string }> {
  const library = await newLibrary()
  const bin = library.bins.create({ name: 'Outer' }).id
  const [used, unused] = ['used', 'unused'].map((prompt) => library.shots.create({ prompt }).id) as [string, string]
  library.entries.file([{ kind: 'shot', id: used }], library.bins.create({ name: 'Inner', parent: bin }).id)
  library.bins.create({ name: 'Empty' })
  const first = await recordTake(library, used, { content: 'first' })
  const keyframes = [{ at: 0, strength: 1, picture: first.master }]
  await recordTake(library, used, { content: 'second', recipe: recipe({ keyframes }), replaces: first.id })
  await recordTake(library, unused, { content: 'unused' })
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  const args = { track: trackOf(library), clip: clip(used, 0), splitId: newId() }
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
  return { library, used, unused, to: join(await temporaryFolder(), 'Copy.cortado') }
}

describe('a copy of an open project', () => {
  it('holds all of it under a name and an id of its own, and works on', async () => {
    const { library, used, to } = await twoShots()
    const job = library.jobs.add({
      kind: 'render',
      sequence: library.project.sequence,
      preset: 'h264',
      out: join(library.folder, 'renders', 'a.mp4'),
    })
    const report = await library.upkeep.copy({ to, what: 'all' })
    expect(report).toMatchObject({ path: to, files: 12, missing: [] })
    library.shots.rename(used, 'Only in the original')
    const copy = await openLibrary(to)
    expect(copy.project.id).not.toBe(library.project.id)
    expect(copy.project.name).toBe('Copy')
    expect(copy.shots.list().map((shot) => [shot.name, shot.takes.length])).toEqual([
      ['used', 2],
      ['unused', 1],
    ])
    expect(copy.jobs.get(job.id)).toMatchObject({ state: 'cancelled', payload: { out: join(to, 'renders', 'a.mp4') } })
    copy.sequences.undo(copy.project.sequence)
    expect(copy.sequences.get(copy.project.sequence).sequence.tracks[0]?.items).toHaveLength(0)
    expect(await copy.upkeep.missing()).toEqual([])
    copy.close()
    // The original goes on as it was.
    expect(library.jobs.get(job.id).state).toBe('waiting')
  })

  it('of what is used holds the shown take, its bins and the files that its recipe needs', async () => {
    const { library, used, to } = await twoShots()
    await library.upkeep.copy({ to, what: 'used' })
    const copy = await openLibrary(to)
    expect(copy.shots.list()).toMatchObject([{ id: used, takes: [{ number: 2, parent: null }] }])
    expect(copy.bins.list().map((bin) => bin.name)).toEqual(['Inner', 'Outer'])
    expect(copy.sequences.get(copy.project.sequence)).toMatchObject({ undoLabel: null })
    expect(copy.sequences.get(copy.project.sequence).sequence.tracks[0]?.items).toHaveLength(1)
    const files = readdirSync(join(to, 'media'), { recursive: true, encoding: 'utf8' })
    expect(files.filter((name) => /[0-9a-f]{62}$/.test(name))).toHaveLength(5)
    expect(copy.search({ text: 'unused' }).hits).toEqual([])
    copy.close()
  })

  it('of what is used leaves out a history that is compacted, and what only that named', async () => {
    const { library, to } = await twoShots()
    const { sequence } = library.project
    const { revision, sequence: now } = library.sequences.get(sequence)
    const lost = await adopt(library, 'once shown', 'video/mp4')
    const track = now.tracks[0]?.id ?? ''
    const shown = { ...clip('', 4800), source: { kind: 'media' as const, media: lost } }
    const edits = [{ name: 'overwrite' as const, args: { track, clip: shown, splitId: newId() } }]
    library.sequences.edit(sequence, { revision, edits })
    library.sequences.undo(sequence)
    await library.sequences.compact(sequence, {})
    await library.upkeep.copy({ to, what: 'used' })
    const copy = new Database(join(to, 'library.sqlite'), { readonly: true })
    expect(copy.prepare('SELECT count(*) AS n FROM history_pack').get()).toEqual({ n: 0 })
    expect(copy.prepare('SELECT 1 FROM media WHERE sha256 = ?').get(lost)).toBeUndefined()
    copy.close()
  })

  it('names files that are missing or damaged, and copies none of them', async () => {
    const { library, unused, to } = await twoShots()
    const [take] = library.takes.list(unused)
    const [gone, bad] = [take?.master, take?.proxy].map((file) => library.media.locate(file ?? '')?.path ?? '') as [
      string,
      string,
    ]
    rmSync(gone)
    writeFileSync(bad, 'x'.repeat(statSync(bad).size))
    const report = await library.upkeep.copy({ to, what: 'all' })
    expect(report.missing.toSorted()).toEqual([take?.master, take?.proxy].toSorted())
    expect(report.files).toBe(10)
  })

  it('that was cut short is no project, and goes on with what is there', async () => {
    const { library, to } = await twoShots()
    const stop = new AbortController()
    stop.abort()
    await expect(library.upkeep.copy({ to, what: 'all' }, { signal: stop.signal })).rejects.toEqual(code('CANCELLED'))
    expect(existsSync(to)).toBe(false)
    await library.upkeep.copy({ to, what: 'all' })
    // As a kill in the middle leaves it: files, and no library yet.
    for (const name of ['library.sqlite', 'library.sqlite-wal', 'library.sqlite-shm'])
      rmSync(join(to, name), { force: true })
    await expect(openLibrary(to)).rejects.toEqual(code('NOT_FOUND'))
    expect((await library.upkeep.copy({ to, what: 'all' })).files).toBe(12)
    ;(await openLibrary(to)).close()
  })

  it('goes into no project, into no folder of others, and not into itself', async () => {
    const { library, to } = await twoShots()
    for (const folder of [library.folder, join(library.folder, 'media', 'Copy')]) {
      await expect(library.upkeep.copy({ to: folder, what: 'all' })).rejects.toEqual(code('PROJECT_EXISTS'))
    }
    await library.upkeep.copy({ to, what: 'all' })
    await expect(library.upkeep.copy({ to, what: 'all' })).rejects.toEqual(code('PROJECT_EXISTS'))
  })
})

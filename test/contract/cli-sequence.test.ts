import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  HistoryCompaction,
  HistoryPoint,
  SequenceDocument,
  SequenceEntry,
  SequenceStep,
} from '../../core/library/entities.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { frame } from '../../core/timeline/time.ts'
import { newId } from '../fakes/new-id.ts'
import { runCli, startCli, temporaryHome } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'

let home: ReturnType<typeof temporaryHome>
const project = (): string => join(home.path, 'Cut.cortado')
const run = (...args: string[]): Promise<CliResult> => runCli(['sequence', ...args, '--project', project()], home.path)
const json = (...args: string[]): Promise<CliResult> => run(...args, '--json')

beforeAll(async () => {
  home = temporaryHome()
  expect((await runCli(['new', project()], home.path)).code).toBe(0)
})
afterAll(() => home[Symbol.dispose]())

/** A title of 24 frames on a track; it needs no footage. */
function title(track: string, start: number): Edit {
  const clip = {
    id: newId(),
    name: `Title ${start}`,
    source: { kind: 'adjustment' as const },
    start: frame(start),
    length: frame(24),
    offset: frame(0),
    available: null,
  }
  return { name: 'overwrite', args: { track, clip, splitId: newId() } }
}

const steps = (result: CliResult): SequenceStep[] => z.object({ steps: z.array(SequenceStep) }).parse(result.last).steps
const shown = async (...id: string[]): Promise<SequenceDocument> =>
  SequenceDocument.parse((await json('show', ...id)).last)

test('a sequence is made, edited, shown, walked through and made smaller from the command line', async () => {
  const { sequences } = z.object({ sequences: z.array(SequenceEntry) }).parse((await json('list')).last)
  expect(sequences.map(({ name }) => name)).toEqual(['Cut'])
  const made = await run('create', 'Scene 2', '--rate', '30000/1001', '--size', '640x360')
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-z]{8,40}\n$/) as string })
  const id = made.stdout.trim()
  const empty = await shown(id)
  expect(empty).toMatchObject({
    revision: 0,
    sequence: { name: 'Scene 2', rate: { num: 30_000, den: 1001 }, size: { width: 640, height: 360 } },
  })
  const track = empty.sequence.tracks[0]?.id ?? ''

  const file = join(home.path, 'edits.json')
  writeFileSync(file, JSON.stringify([title(track, 0), title(track, 24)]))
  const edited = await json('edit', id, '--edit', `@${file}`, '--edit', JSON.stringify(title(track, 60)))
  expect(steps(edited)).toMatchObject([{ from: 0, revision: 1, undoLabel: 'Overwrite (3)' }])
  const told = await run('show', id)
  expect(told.stdout).toMatch(/^Scene 2 {2}640x360 {2}29\.97 frames a second {2}revision 1\nUndo: Overwrite/)
  expect(told.stdout).toMatch(/^V1 +00:00:02:00 +00:00:02:24 +24 +adjustment +Title 60 +[0-9a-z]+$/m)

  expect(await run('undo', id)).toMatchObject({
    code: 0,
    stdout: 'revision 2, nothing to undo, redo makes "Overwrite (3)" again\n',
  })
  expect((await shown(id)).sequence).toEqual(empty.sequence)
  expect((await json('edit', id, '-e', JSON.stringify(title(track, 500)))).code).toBe(0)
  const { points } = z.object({ points: z.array(HistoryPoint) }).parse((await json('history', id)).last)
  expect(points.map(({ current }) => current)).toEqual([true, false, false])
  expect(points[0]?.parent).toBe(points[2]?.step)
  const page = await json('history', id, '--limit', '1', '--before', String(points[0]?.step))
  expect(page.last).toEqual({ points: [points[1]] })

  // The branch that was left is still there, also once the history is packed.
  const packed = HistoryCompaction.parse((await json('compact', id)).last)
  expect(packed.loss).toEqual({ undo: 0, branches: 0 })
  expect((await json('jump', String(points[1]?.step), id)).code).toBe(0)
  expect((await shown(id)).sequence.tracks[0]?.items.map(({ start }) => start)).toEqual([0, 24, 60])
  const dry = await run('compact', id, '--drop-branches', '--keep-undo', '0', '--dry-run')
  expect(dry.stdout).toContain(
    'This would do: 1 steps can no longer be undone, 1 points on branches are gone. 3 points to 1;',
  )
  expect((await run('compact', id, '--drop-branches')).stdout).toContain('Done: 1 points on branches are gone.')
  expect(await json('jump', String(points[0]?.step), id)).toMatchObject({
    code: 1,
    last: { error: { code: 'NOT_FOUND' } },
  })
  expect((await run('redo', id)).stderr).toContain('NOTHING_TO_REDO')
}, 240_000)

test('a sequence is duplicated, thrown away, taken back and deleted from the command line', async () => {
  const copy = (await run('duplicate', '--name', 'Second cut')).stdout.trim()
  expect(await shown(copy)).toMatchObject({ revision: 0, sequence: { name: 'Second cut' } })
  expect(await run('trash', copy)).toMatchObject({ code: 0, stdout: 'in the trash\n' })
  const track = (await shown(copy)).sequence.tracks[0]?.id ?? ''
  const edited = await json('edit', copy, '-e', JSON.stringify(title(track, 0)))
  expect(edited.last).toMatchObject({ error: { code: 'EDIT_REFUSED' } })
  expect((await run('list')).stdout).not.toContain(copy)
  expect((await run('list', '--trashed')).stdout).toBe(`${copy}  Second cut\n`)
  const library = (...args: string[]): Promise<CliResult> =>
    runCli([...args, '--project', project(), '--json'], home.path)
  expect((await library('search', 'second', '--trashed')).last).toMatchObject({
    hits: [{ kind: 'sequence', id: copy }],
  })
  expect(await run('restore', `sequence:${copy}`)).toMatchObject({ code: 0, stdout: 'taken back\n' })
  expect((await json('edit', copy, '-e', JSON.stringify(title(track, 0)))).code).toBe(0)
  expect((await library('library', 'trash', `sequence:${copy}`)).code).toBe(0)
  expect((await library('library', 'empty-trash', '--yes')).last).toMatchObject({ removed: 1, kept: [] })
  expect((await json('restore', copy)).last).toMatchObject({ error: { code: 'NOT_FOUND' } })
  expect((await library('library', 'mark', `sequence:${copy}`, '--favourite')).last).toMatchObject({
    error: { code: 'USAGE' },
  })
}, 240_000)

test('what cannot be done is refused with a code and a sentence, and exit codes tell whose mistake it is', async () => {
  const refused = async (code: number, error: string, ...args: string[]): Promise<void> => {
    const result = await json(...args)
    expect([args, result.code, result.last]).toMatchObject([args, code, { error: { code: error } }])
  }
  await refused(2, 'USAGE', 'explode')
  await refused(2, 'USAGE', 'undo', 'a', 'b')
  await refused(2, 'USAGE', 'create', 'X', '--rate', '0')
  await refused(2, 'INVALID_INPUT', 'edit', '--edit', '{"name":')
  await refused(2, 'INVALID_INPUT', 'edit', '--edit', '{"name":"explode","args":{}}')
  await refused(1, 'NOT_FOUND', 'edit', '--edit', '@nowhere.json')
  await refused(1, 'EDIT_REFUSED', 'edit', '--edit', '{"name":"lift","args":{"clip":"nosuchclip"}}')
  await refused(1, 'NOTHING_TO_UNDO', 'undo')
  await refused(2, 'USAGE', 'trash')
  const track = (await shown()).sequence.tracks[0]?.id ?? ''
  await json('edit', '--edit', JSON.stringify(title(track, 0)))
  await refused(1, 'STALE_REVISION', 'edit', '--revision', '0', '--edit', JSON.stringify(title(track, 10)))
}, 240_000)

test('the same works on a studio that runs, with its key', async () => {
  const child = startCli(['serve', '--json', '--project', project()], home.path)
  const ended = new Promise((resolve) => child.once('close', resolve))
  const line = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  )
  const { origin, bearer } = z.object({ origin: z.string(), bearer: z.string() }).parse(JSON.parse(line))
  const remote = (key: string, ...args: string[]): Promise<CliResult> =>
    runCli(['sequence', ...args, '--studio', origin, '--json'], home.path, { CORTADO_BEARER: key })
  try {
    // The folder itself is held by the studio.
    expect((await json('list')).last).toMatchObject({ error: { code: 'PROJECT_IN_USE' } })
    const before = SequenceDocument.parse((await remote(bearer, 'show')).last)
    const edit = (start: number): string => JSON.stringify(title(before.sequence.tracks[0]?.id ?? '', start))
    const revision = ['--revision', String(before.revision)]
    expect(steps(await remote(bearer, 'edit', '--edit', edit(200)))).toMatchObject([{ from: before.revision }])
    // Meant for a sequence that has changed: made where it lies elsewhere, refused where it does not.
    expect(steps(await remote(bearer, 'edit', ...revision, '--edit', edit(300)))).toHaveLength(2)
    expect((await remote(bearer, 'edit', ...revision, '--edit', edit(210))).last).toMatchObject({
      error: { code: 'STALE_REVISION' },
    })
    expect((await remote(bearer, 'edit', '--edit', '{"name":"lift","args":{"clip":"nosuchclip"}}')).last).toMatchObject(
      {
        error: { code: 'EDIT_REFUSED' },
      },
    )
    const copied = SequenceDocument.parse((await remote(bearer, 'duplicate')).last)
    expect(copied.sequence.name).toBe(`${before.sequence.name} copy`)
    // The first sequence goes, and the other one is the first.
    expect((await remote(bearer, 'trash', before.sequence.id)).code).toBe(0)
    expect(SequenceDocument.parse((await remote(bearer, 'show')).last).sequence.id).not.toBe(before.sequence.id)
    expect((await remote(bearer, 'undo', before.sequence.id)).last).toMatchObject({ error: { code: 'EDIT_REFUSED' } })
    expect((await remote(bearer, 'restore', before.sequence.id)).code).toBe(0)
    expect((await remote('wrong', 'show')).last).toMatchObject({ error: { code: 'UNAUTHORISED' } })
  } finally {
    child.kill('SIGINT')
    await ended
  }
  expect((await remote(bearer, 'show')).last).toMatchObject({ error: { code: 'NOT_FOUND' } })
  const elsewhere = await runCli(['sequence', 'show', '--studio', 'nowhere'], home.path)
  expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('http://127.0.0.1') as string })
}, 240_000)

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ERROR_CODES, errorCode } from '../../core/errors.ts'
import { newId, openLibrary, recoverProject } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { refuseForeignRenders } from '../../main/studio/foreign-renders.ts'
import { clip, recordTake, temporaryFolder, trackOf } from '../unit/library/sample.ts'

/** A project with two edits, one of them undone, and takes of which one came from the other. */
async function makeProject(folder: string): Promise<void> {
  const library = await openLibrary(folder, { create: { name: 'Kite' } })
  const shot = library.shots.create({ prompt: 'a red kite' }).id
  const first = await recordTake(library, shot)
  await recordTake(library, shot, { content: 'second', replaces: first.id })
  library.bins.create({ name: 'Inner', parent: library.bins.create({ name: 'Outer' }).id })
  for (const start of [0, 48]) {
    const { sequence, revision } = library.sequences.get(library.project.sequence)
    const args = { track: trackOf(library), clip: clip(shot, start), splitId: newId() }
    library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
  }
  library.sequences.undo(library.project.sequence)
  library.close()
}

/** Made once; every test has a copy of its own. */
let original = ''
beforeAll(async () => {
  original = join(mkdtempSync(join(tmpdir(), 'cortado-hostile-')), 'Original.cortado')
  await makeProject(original)
})
afterAll(() => rmSync(dirname(original), { recursive: true, force: true }))

async function project(): Promise<string> {
  const folder = join(await temporaryFolder(), 'Stranger.cortado')
  cpSync(original, folder, { recursive: true })
  return folder
}

function change(folder: string, sql: string): void {
  const db = new Database(join(folder, 'library.sqlite'))
  db.pragma('foreign_keys = OFF')
  db.pragma('ignore_check_constraints = ON')
  db.exec(sql)
  db.close()
}

/** Every call that reads or edits; each may only end well or with a code that is not `INTERNAL`. */
const CALLS: Readonly<Record<string, (library: Library) => unknown>> = {
  sequence: (library) => library.sequences.get(library.project.sequence),
  undo: (library) => library.sequences.undo(library.project.sequence),
  redo: (library) => library.sequences.redo(library.project.sequence),
  'redo again': (library) => library.sequences.redo(library.project.sequence),
  edit: (library) => {
    const { sequence, revision } = library.sequences.get(library.project.sequence)
    const args = { track: trackOf(library), clip: clip(library.shots.list()[0]?.id ?? newId(), 96), splitId: newId() }
    return library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
  },
  shots: (library) => library.shots.list(),
  lineage: (library) => library.takes.list().map((take) => library.takes.lineage(take.id)),
  jobs: (library) => library.jobs.list(),
  bins: (library) => library.bins.list().map((bin) => library.bins.within(bin.id)),
  search: (library) => library.search({ used: true }),
  'search by bin': (library) => library.bins.list().map(({ id }) => library.search({ bin: id })),
  media: (library) => library.takes.list().map((take) => library.media.locate(take.master)),
  missing: (library) => library.upkeep.missing(),
  duplicates: (library) => library.upkeep.duplicates(),
  trash: (library) => library.upkeep.emptyTrash(),
  'remove bins': (library) => library.bins.list().map(({ id }) => library.entries.removeBin(id, 'trash')),
  garbage: (library) => library.upkeep.collectGarbage(),
}

/** The codes that opening and every call end with. */
async function codesOf(folder: string): Promise<Record<string, string>> {
  const codes: Record<string, string> = {}
  const note = (name: string, error: unknown): void => {
    codes[name] = errorCode(error)
    if (codes[name] === 'INTERNAL') codes[name] = `INTERNAL ${error instanceof Error ? error.stack : String(error)}`
  }
  let library: Library
  try {
    library = await openLibrary(folder)
  } catch (error) {
    note('open', error)
    return codes
  }
  for (const [name, call] of Object.entries(CALLS)) {
    try {
      await call(library)
    } catch (error) {
      note(name, error)
    }
  }
  library.close()
  return codes
}

const HUGE = '9223372036854775807'

const ROWS: readonly [words: string, sql: string][] = [
  [
    'a clip that is longer than any number',
    `UPDATE run_clips SET clips = replace(clips, '"length":48', '"length":${HUGE}')`,
  ],
  ['a clip before the beginning', `UPDATE run_clips SET clips = replace(clips, '"start":0', '"start":-1')`],
  ['a run before the beginning', 'UPDATE run SET shift = -100'],
  ['a run beyond all', `UPDATE run SET shift = ${HUGE}`],
  ['clips that are broken text', `UPDATE run_clips SET clips = '[{"id":'`],
  ['clips that are no list', `UPDATE run_clips SET clips = '{"length":1}'`],
  ['clips as deep as can be', `UPDATE run_clips SET clips = replace(hex(zeroblob(50000)), '00', '[')`],
  ['the same clip twice', `UPDATE run_clips SET clips = '[' || (clips -> '$[0]') || ',' || (clips -> '$[0]') || ']'`],
  [
    'runs on top of one another',
    `INSERT INTO run (sequence, track, key, shift) SELECT sequence, track, 7, shift FROM run; INSERT INTO run_clips SELECT (SELECT max(seq) FROM run), clips FROM run_clips`,
  ],
  [
    'a clip of a shot that is not there',
    `UPDATE run_clips SET clips = replace(clips, (SELECT id FROM shot), 'nowhere123')`,
  ],
  [
    'a clip of a file named like a path',
    `UPDATE run_clips SET clips = json_set(clips, '$[0].source', json('{"kind":"media","media":"../../etc/passwd"}'))`,
  ],
  [
    'a sequence that shows itself',
    `UPDATE run_clips SET clips = json_set(clips, '$[0].source', json_object('kind', 'sequence', 'sequence', (SELECT id FROM sequence)))`,
  ],
  ['a count of clips beyond all', `UPDATE usage SET clips = ${HUGE}`],
  ['a count that names what is not there', `UPDATE usage SET shot = 'nowhere123', source = 'shot:nowhere123'`],
  ['a count of itself', `UPDATE usage SET nested = sequence, shot = NULL`],
  ['a marker of nothing', `INSERT INTO marker SELECT id, 'marker123', '{' FROM sequence`],
  ['a head of other things', `UPDATE sequence SET extra = '[1]'`],
  ['a head of broken text', `UPDATE sequence SET extra = '{'; UPDATE track SET extra = 'null'`],
  ['a name of control characters', `UPDATE run_clips SET clips = replace(clips, 'Kite', char(8238) || 'x')`],
  [
    'a name of a megabyte',
    `UPDATE sequence SET name = hex(zeroblob(500000)); UPDATE shot SET name = hex(zeroblob(500000))`,
  ],
  ['a rate of nothing', 'UPDATE sequence SET rate_num = 0, rate_den = 0'],
  ['a rate beyond all', `UPDATE sequence SET rate_num = ${HUGE}`],
  ['a picture beyond all', `UPDATE sequence SET width = ${HUGE}, height = -1`],
  ['a revision beyond all', `UPDATE sequence SET revision = ${HUGE}`],
  ['a track of an unknown kind', `UPDATE track SET kind = 'smell'`],
  ['a sequence without a history', 'UPDATE sequence SET head = NULL'],
  ['a history that leads nowhere', 'UPDATE sequence SET head = 424242'],
  ['a history in a ring', 'UPDATE history SET parent = seq, redo = seq'],
  ['a history of two rows in a ring', `UPDATE history SET parent = CASE seq WHEN 2 THEN 3 ELSE 2 END, redo = 2`],
  ['a history of broken text', `UPDATE history SET edit = '{', forward = '{"items":', backward = 'null'`],
  ['a history of other things', `UPDATE history SET forward = '[1,2,3]', backward = '[{"do":"fly"}]'`],
  [
    'a history that puts back a clip beyond all',
    `UPDATE history SET forward = replace(forward, '"start":48', '"start":-${HUGE}')`,
  ],
  [
    'a history that puts clips on top of one another',
    `UPDATE history SET forward = replace(forward, '"start":48', '"start":1')`,
  ],
  [
    'a history of a shot that is not there',
    `UPDATE history SET forward = replace(forward, (SELECT id FROM shot), 'nowhere123')`,
  ],
  ['a history as deep as can be', `UPDATE history SET forward = replace(hex(zeroblob(50000)), '00', '[')`],
  ['a project of a sequence that is not there', `UPDATE project SET sequence = 'nowhere123'`],
  ['no project', 'DELETE FROM project'],
  ['takes in a ring', 'UPDATE take SET parent = (SELECT id FROM take AS other WHERE other.seq <> take.seq)'],
  ['a take of negative frames', 'UPDATE take SET frames = -1, rating = 99'],
  ['a take of a broken recipe', `UPDATE take SET recipe = '{"prompt":'`],
  [
    'a take of a huge recipe',
    `UPDATE take SET recipe = json_set(recipe, '$.frames', 1e308, '$.prompt', json('{"a":1}'))`,
  ],
  [
    'a file named like a path',
    `UPDATE media SET sha256 = '../../../../etc/passwd' WHERE sha256 = (SELECT master FROM take WHERE seq = 1)`,
  ],
  [
    'files that stand in for one another',
    'UPDATE media SET replaced_by = (SELECT sha256 FROM media AS other WHERE other.sha256 <> media.sha256)',
  ],
  ['a file that stands in for itself', 'UPDATE media SET replaced_by = sha256'],
  ['a file that stands in and is a path', `UPDATE media SET replaced_by = '../../../../etc/passwd'`],
  ['bins in a ring', 'UPDATE bin SET parent = (SELECT id FROM bin AS other WHERE other.id <> bin.id)'],
  ['a bin in itself', 'UPDATE bin SET parent = id'],
  ['a label of no colour', `UPDATE shot SET label = 'x" OR "kshot'; UPDATE take SET label = char(0)`],
  [
    'a job of nothing',
    `INSERT INTO job (id, kind, state, payload, position, progress, stage, attempts, losses, resumable, created_at) VALUES ('badjob123', 'x', 'waiting', '{', 1, 1e308, '', 0, 0, 0, 1)`,
  ],
  ['a catalog that names what is not there', `UPDATE catalog SET id = 'nowhere' || seq`],
  ['a catalog of other kinds', `UPDATE catalog SET kind = 'x'`],
  ['no sequence but in the trash', 'UPDATE sequence SET trashed_at = 1'],
  ['a sequence thrown away beyond all', `UPDATE sequence SET trashed_at = -${HUGE}`],
]

describe("a sequence of a stranger's project", () => {
  it.each(ROWS)('%s ends in a coded error or does no harm', async (_words, sql) => {
    const folder = await project()
    change(folder, sql)
    const codes = await codesOf(folder)
    for (const code of Object.values(codes)) expect(ERROR_CODES).toContain(code)
    expect(Object.values(codes).filter((code) => code.startsWith('INTERNAL'))).toEqual([])
    // Whatever it was, what can be read of it opens and edits as a project of its own.
    const saved = join(await temporaryFolder(), 'Saved.cortado')
    await recoverProject(folder, saved)
    const library = await openLibrary(saved)
    for (const name of ['sequence', 'shots', 'lineage', 'jobs', 'bins', 'search', 'edit']) {
      expect(() => CALLS[name]?.(library)).not.toThrow()
    }
    library.close()
  })

  it.each(['media', 'checkpoints', 'renders', 'library.sqlite-wal'])(
    'whose "%s" is a link out of it is refused, and nothing there is touched',
    async (name) => {
      const folder = await project()
      const db = new Database(join(folder, 'library.sqlite'))
      // Done jobs are cleared up after; one of this name would take a folder of the user's own with it.
      db.exec(`INSERT INTO job (id, kind, state, payload, position, progress, stage, attempts, losses, resumable, created_at)
        SELECT 'precious', 'render', 'done', json_object('kind', 'render', 'sequence', id, 'preset', 'h264', 'out', '/x'),
          1, 1, '', 1, 0, 0, 1 FROM sequence`)
      db.close()
      const outside = await temporaryFolder()
      mkdirSync(join(outside, 'precious'))
      writeFileSync(join(outside, 'precious', 'thesis.txt'), 'all my work')
      rmSync(join(folder, name), { recursive: true, force: true })
      symlinkSync(name.includes('.') ? join(outside, 'precious', 'thesis.txt') : outside, join(folder, name))
      await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'PATH_NOT_ALLOWED' })
      expect(readFileSync(join(outside, 'precious', 'thesis.txt'), 'utf8')).toBe('all my work')
    },
  )

  it('serves no file that a link among its media leads to', async () => {
    const folder = await project()
    const secret = join(await temporaryFolder(), 'secret')
    const library = await openLibrary(folder)
    const { master } = library.takes.list()[0] ?? { master: '' }
    const { path, bytes } = library.media.locate(master) ?? { path: '', bytes: 0 }
    writeFileSync(secret, 'x'.repeat(bytes))
    rmSync(path)
    symlinkSync(secret, path)
    expect(() => library.media.locate(master)).toThrow(expect.objectContaining({ code: 'MEDIA_DAMAGED' }))
    library.close()
  })

  it('exports nothing to a place outside of it by itself', async () => {
    const folder = await project()
    const outside = join(await temporaryFolder(), 'diary.txt')
    const library = await openLibrary(folder)
    const payload = { kind: 'render' as const, sequence: library.project.sequence, preset: 'h264' }
    const [bad, up, good] = [
      outside,
      join(folder, 'renders', '..', 'library.sqlite'),
      join(folder, 'renders', 'a.mp4'),
    ].map((out) => library.jobs.add({ ...payload, out }).id) as [string, string, string]
    refuseForeignRenders(library)
    for (const id of [bad, up]) {
      expect(library.jobs.get(id)).toMatchObject({ state: 'failed', error: { code: 'PATH_NOT_ALLOWED' } })
    }
    expect(library.jobs.get(bad).error?.message).toContain(outside)
    expect(library.jobs.get(good).state).toBe('waiting')
    library.close()
  })

  it('is refused where its schema is not ours', async () => {
    const schemas = [
      'CREATE TRIGGER evil AFTER UPDATE ON run BEGIN DELETE FROM history; END',
      'CREATE VIEW evil AS SELECT * FROM run',
      'DROP TABLE review; CREATE VIEW review AS SELECT 1 AS take',
      'CREATE TABLE evil (a, b AS (a || a) STORED)',
      'CREATE VIRTUAL TABLE evil USING fts5 (x)',
      'CREATE INDEX evil ON shot (name) WHERE length(name) > 1',
      'ALTER TABLE run ADD COLUMN evil TEXT GENERATED ALWAYS AS (hex(zeroblob(9))) VIRTUAL',
      'DROP INDEX usage_by_shot',
    ]
    for (const sql of schemas) {
      const folder = await project()
      change(folder, sql)
      await expect(openLibrary(folder), sql).rejects.toMatchObject({ code: 'LIBRARY_DAMAGED' })
    }
  })
})

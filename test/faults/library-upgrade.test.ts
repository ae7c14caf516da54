import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openLibrary, recoverProject } from '../../main/library/index.ts'
import { backupPath, userVersion } from '../../main/library/migrate.ts'
import { MIGRATIONS } from '../../main/library/migrations/index.ts'
import { temporaryFolder } from '../unit/library/sample.ts'
import { everyRow, OLD_VERSION, oldLibrary } from './old-library.ts'

const CHILD = fileURLToPath(new URL('library-upgrade-child.ts', import.meta.url))
const NEWEST = MIGRATIONS.length
const SHOTS = 8000

function look(path: string): { version: number; shots: number } {
  const db = new Database(path, { readonly: true })
  const { n } = db.prepare('SELECT count(*) AS n FROM shot').get() as { n: number }
  const version = userVersion(db)
  db.close()
  return { version, shots: n }
}

describe('a library of an older version', () => {
  it('opens as it was made, finds everything, and leaves a backup that is told of', async () => {
    const folder = join(await temporaryFolder(), 'Old.cortado')
    oldLibrary(folder, 30)
    const library = await openLibrary(folder)
    expect(library.project).toMatchObject({ name: 'Old', backup: backupPath(folder, OLD_VERSION) })
    expect(library.shots.list()).toHaveLength(30)
    expect(library.search({ text: 'number 17' }).hits).toMatchObject([{ kind: 'shot', name: 'Shot 17' }])
    library.shots.rename('oldshot00000003', 'Zebra')
    expect(library.search({ text: 'zeb' }).hits).toHaveLength(1)
    library.close()
    expect(look(backupPath(folder, OLD_VERSION))).toEqual({ version: OLD_VERSION, shots: 30 })
    const again = await openLibrary(folder)
    expect(again.project.backup).toBeUndefined()
    again.close()
  })

  it.each(MIGRATIONS.slice(0, -1).map(({ version }) => version))(
    'keeps every row and every undo of version %i',
    async (version) => {
      const folder = join(await temporaryFolder(), 'Old.cortado')
      everyRow(folder, version)
      const library = await openLibrary(folder)
      const starts = () => {
        const [track] = library.sequences.get('oldsequence').sequence.tracks
        return [...(track?.items ?? [])].map(({ start }) => start)
      }
      expect(library.project).toMatchObject({ sequence: 'oldsequence', backup: backupPath(folder, version) })
      expect(library.bins.list()).toMatchObject([
        { name: 'Inner', parent: 'oldbin01', entries: 1 },
        { name: 'Outer', entries: version >= 5 ? 1 : 0 },
      ])
      expect(library.shots.list()).toMatchObject([
        { bin: 'oldbin02', picked: 'oldtake1', takes: [{ rating: 4, label: version >= 5 ? 'teal' : null }] },
      ])
      expect(library.jobs.list()).toMatchObject([{ id: 'oldjob01', state: 'paused', progress: 0.5 }])
      expect(library.imported.list().map(({ name }) => name)).toEqual(version >= 5 ? ['Horn.wav'] : [])
      expect(library.attended.last()).toBe(version >= 4 ? 7 : null)
      const found = (text: string) => library.search({ text }).hits.map(({ id }) => id)
      expect([found('red kite'), found('old'), found('inner')]).toEqual([
        ['oldtake1', 'oldshot1'],
        ['oldsequence'],
        ['oldbin02'],
      ])
      expect(library.search({ used: true, kinds: ['take'] }).hits).toHaveLength(1)
      expect(library.sequences.get('oldsequence').sequence.markers).toHaveLength(version >= 3 ? 1 : 0)
      const walk = [starts()]
      for (const way of ['undo', 'undo', 'redo', 'redo'] as const) {
        library.sequences[way]('oldsequence')
        walk.push(starts())
      }
      expect(walk).toEqual([[0, 48], [0], [], [0], [0, 48]])
      library.close()
      expect(look(backupPath(folder, version))).toEqual({ version, shots: 1 })
    },
  )

  it('whose rows break a rule that came later is refused as damaged, and recovered', async () => {
    const folder = join(await temporaryFolder(), 'Old.cortado')
    oldLibrary(folder, 3)
    const db = new Database(join(folder, 'library.sqlite'))
    // Ids of different kinds were not compared then.
    db.exec(`INSERT INTO bin (id, name, created_at) VALUES ('oldshot00000001', 'Twin', 1)`)
    db.close()
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'LIBRARY_DAMAGED' })
    const saved = join(await temporaryFolder(), 'Saved.cortado')
    expect((await recoverProject(folder, saved)).lost).toEqual([expect.stringContaining('1 rows that bear the id')])
    const library = await openLibrary(saved)
    expect([library.shots.list().length, library.bins.list().length]).toEqual([3, 0])
    library.close()
  })

  it('whose history cannot be read is refused as it is, and recovered without it', async () => {
    const folder = join(await temporaryFolder(), 'Old.cortado')
    oldLibrary(folder, 3)
    const db = new Database(join(folder, 'library.sqlite'))
    db.exec(`INSERT INTO history (sequence, parent, label, edit, forward, backward, created_at)
      VALUES ('oldsequence', 1, 'Insert', '{', '{"items":7}', '[]', 2); UPDATE sequence SET head = 2`)
    db.close()
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'LIBRARY_DAMAGED' })
    expect(look(join(folder, 'library.sqlite'))).toEqual({ version: OLD_VERSION, shots: 3 })
    const saved = join(await temporaryFolder(), 'Saved.cortado')
    const report = await recoverProject(folder, saved)
    expect(report.lost).toEqual([expect.stringContaining('Undo')])
    const library = await openLibrary(saved)
    expect(library.shots.list()).toHaveLength(3)
    expect(library.sequences.get(library.project.sequence).undoLabel).toBeNull()
    library.close()
  })

  it('killed in the middle of its upgrade is the old one or the new one, whole, and opens', async () => {
    const seen = new Set<number>()
    for (const delay of [0, 15, 40, 80, 130, 200]) {
      const round = join(await temporaryFolder(), 'Round.cortado')
      oldLibrary(round, SHOTS)
      const child = spawn(process.execPath, [CHILD, round], { stdio: ['ignore', 'pipe', 'inherit'] })
      const closed = once(child, 'close')
      const begun = (): boolean => readdirSync(round).some((name) => name.includes('backup'))
      while (!begun() && child.exitCode === null) await sleep(1)
      await sleep(delay)
      child.kill('SIGKILL')
      await closed
      const left = look(join(round, 'library.sqlite'))
      expect(left.shots).toBe(SHOTS)
      expect(left.version).toBeGreaterThanOrEqual(OLD_VERSION)
      expect(left.version).toBeLessThanOrEqual(NEWEST)
      seen.add(left.version)
      // Before the library changes, the backup has its name and all its rows.
      const backup = backupPath(round, OLD_VERSION)
      if (left.version > OLD_VERSION) expect(look(backup)).toEqual({ version: OLD_VERSION, shots: SHOTS })
      else if (existsSync(backup)) expect(look(backup).shots).toBe(SHOTS)
      const library = await openLibrary(round)
      expect(library.shots.list()).toHaveLength(SHOTS)
      expect(library.search({ text: `number ${SHOTS - 1}` }).hits).toHaveLength(1)
      library.close()
      expect(look(join(round, 'library.sqlite')).version).toBe(NEWEST)
    }
    // Killed at once, it was caught before the library had changed.
    expect(seen).toContain(OLD_VERSION)
  })
})

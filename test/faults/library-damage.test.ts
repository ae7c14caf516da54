import { createHash } from 'node:crypto'
import {
  cpSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../main/library/index.ts'
import { backupPath, migrate, userVersion } from '../../main/library/migrate.ts'
import { MIGRATIONS } from '../../main/library/migrations/index.ts'
import { newLibrary, recordTake, temporaryFolder } from '../unit/library/sample.ts'

/** Every file of a folder with the hash of its bytes. */
function fingerprint(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    )
}

/** A closed project with enough rows to fill some pages. */
async function closedProject(): Promise<string> {
  const library = await newLibrary()
  for (let index = 0; index < 40; index += 1) {
    const shot = library.shots.create({ prompt: `a red kite over sea number ${index} ${'and more '.repeat(40)}` })
    if (index === 0) await recordTake(library, shot.id)
  }
  library.close()
  return library.folder
}

/** A project as `kill -9` leaves it: its last commits are in the write-ahead log only. */
async function crashedProject(): Promise<string> {
  const library = await newLibrary()
  library.shots.create({ prompt: 'a red kite' })
  const copy = join(await temporaryFolder(), 'Crashed.cortado')
  cpSync(library.folder, copy, { recursive: true })
  rmSync(join(copy, 'library.sqlite-shm'))
  expect(statSync(join(copy, 'library.sqlite-wal')).size).toBeGreaterThan(0)
  return copy
}

function flip(path: string, at: number, length: number): void {
  const handle = openSync(path, 'r+')
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, at)
  closeSync(handle)
}

async function expectRefused(folder: string, code: string): Promise<void> {
  const before = fingerprint(folder)
  await expect(openLibrary(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(folder) })
  expect(fingerprint(folder)).toEqual(before)
}

describe('a damaged library is refused and left as it is', () => {
  it.each([
    ['a garbage header', (file: string) => flip(file, 0, 32)],
    ['an empty file', (file: string) => truncateSync(file, 0)],
    ['half a header', (file: string) => truncateSync(file, 50)],
    ['half a file', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['a cut inside a page', (file: string) => truncateSync(file, statSync(file).size - 1000)],
    ['a page of noise', (file: string) => flip(file, 4096 * 3, 4096)],
    ['a broken schema page', (file: string) => flip(file, 100, 400)],
    ['text', (file: string) => writeFileSync(file, 'dear diary '.repeat(1000))],
  ])('%s', async (_words, damage) => {
    const folder = await closedProject()
    damage(join(folder, 'library.sqlite'))
    await expectRefused(folder, 'LIBRARY_DAMAGED')
  })

  it('takes no lock file with it where there was none', async () => {
    const folder = await closedProject()
    rmSync(join(folder, 'lock.sqlite'))
    truncateSync(join(folder, 'library.sqlite'), 8192)
    await expectRefused(folder, 'LIBRARY_DAMAGED')
  })

  it('a database of another program', async () => {
    const folder = await closedProject()
    const path = join(folder, 'library.sqlite')
    rmSync(path)
    const db = new Database(path)
    db.exec('CREATE TABLE letters (text TEXT); PRAGMA user_version = 1')
    db.close()
    await expectRefused(folder, 'LIBRARY_DAMAGED')
  })

  it('a library to which a stranger added a trigger', async () => {
    const folder = await closedProject()
    const db = new Database(join(folder, 'library.sqlite'))
    db.exec('CREATE TRIGGER evil AFTER UPDATE ON shot BEGIN DELETE FROM history; END')
    db.close()
    await expectRefused(folder, 'LIBRARY_DAMAGED')
  })

  it('damage after a crash, with commits still in the log', async () => {
    const folder = await crashedProject()
    truncateSync(join(folder, 'library.sqlite'), 4096 * 2)
    flip(join(folder, 'library.sqlite'), 4096, 4096)
    flip(join(folder, 'library.sqlite-wal'), 0, 32)
    await expectRefused(folder, 'LIBRARY_DAMAGED')
  })
})

describe('a newer library is refused and left as it is', () => {
  it('closed properly', async () => {
    const folder = await closedProject()
    const db = new Database(join(folder, 'library.sqlite'))
    db.pragma('user_version = 99')
    db.close()
    await expectRefused(folder, 'LIBRARY_NEWER')
  })

  it('with the version still in the log', async () => {
    const library = await newLibrary()
    const db = new Database(join(library.folder, 'library.sqlite'))
    db.pragma('user_version = 99')
    const copy = join(await temporaryFolder(), 'Newer.cortado')
    cpSync(library.folder, copy, { recursive: true })
    rmSync(join(copy, 'library.sqlite-shm'))
    db.close()
    await expectRefused(copy, 'LIBRARY_NEWER')
  })
})

describe('a library after a crash', () => {
  it('opens with what the log holds', async () => {
    const library = await openLibrary(await crashedProject())
    expect(library.shots.list().map((shot) => shot.prompt)).toEqual(['a red kite'])
    library.close()
  })

  it('can be made again where making it was cut short', async () => {
    const folder = await temporaryFolder()
    writeFileSync(join(folder, '.library.sqlite.0123456789ab.tmp'), 'half')
    writeFileSync(join(folder, 'lock.sqlite'), '')
    const library = await openLibrary(folder, { create: { name: 'Kite' } })
    expect(library.project.name).toBe('Kite')
    library.close()
  })
})

describe('an upgrade', () => {
  const newest = MIGRATIONS.length
  const next = { version: newest + 1, sql: 'ALTER TABLE shot ADD COLUMN colour TEXT' }

  it('copies the library first', async () => {
    const folder = await closedProject()
    const db = new Database(join(folder, 'library.sqlite'))
    migrate(db, [...MIGRATIONS, next])
    expect(userVersion(db)).toBe(newest + 1)
    expect(db.prepare('SELECT count(colour) AS n FROM shot').get()).toEqual({ n: 0 })
    db.close()
    const backup = new Database(backupPath(folder, newest), { readonly: true })
    expect(userVersion(backup)).toBe(newest)
    expect(backup.prepare('SELECT count(*) AS n FROM shot').get()).toEqual({ n: 40 })
    backup.close()
  })

  it('that fails leaves the library at the last good version', async () => {
    const folder = await closedProject()
    const db = new Database(join(folder, 'library.sqlite'))
    const broken = {
      version: newest + 2,
      sql: 'CREATE TABLE extra (a TEXT) STRICT; ALTER TABLE nowhere ADD COLUMN a TEXT',
    }
    expect(() => migrate(db, [...MIGRATIONS, next, broken])).toThrow('nowhere')
    expect(userVersion(db)).toBe(newest + 1)
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'extra'").get()).toEqual({ n: 0 })
    db.close()
  })
})

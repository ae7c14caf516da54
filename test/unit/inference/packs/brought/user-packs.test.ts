import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createUserPacks, type UserPacks } from '../../../../../main/inference/packs/brought/user-packs.ts'
import { CAN_MOUNT, mountTmpfs } from '../../../../support/tmpfs.ts'
import { tree } from '../../../../support/tree.ts'
import { zip } from '../../../../support/zip.ts'
import { copyOfTiny, PACKS, temporaryFolder, TINY, tiny, type TemporaryFolder } from '../../tiny.ts'
import { changeManifest, DECODER, entriesOf, rewritten, TRANSFORMER } from '../rewritten.ts'

let folder: TemporaryFolder
let data: string
let user: UserPacks
beforeEach(() => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
  user = createUserPacks(data, [])
})
afterEach(() => folder[Symbol.dispose]())

const ids = async (packs = user): Promise<string[]> =>
  (await packs.list()).map(({ pack, problem }) => pack?.manifest.id ?? problem?.code ?? '')
/** Files of unfinished copies. */
const staged = (): string[] => readdirSync(join(data, 'packs', '.incoming'), { recursive: true }) as string[]
const listed = new Set(['pack.json', ...tiny.manifest.files.map(({ path }) => path)])
const copied = (path: string): string[] => tree(path).filter((line) => listed.has(line.split(' ')[0] ?? ''))

describe('adding a pack', () => {
  test('copies what it lists, and a second time does nothing', async () => {
    const source = copyOfTiny(folder.path)
    writeFileSync(join(source, 'notes.txt'), 'not listed')
    const brought = await user.add(source)
    expect(brought).toMatchObject({ kind: 'pack', already: false })
    const path = join(data, 'packs', 'tiny-latte')
    expect(tree(path)).toEqual(copied(source))
    expect(existsSync(join(path, 'notes.txt'))).toBe(false)
    expect(await user.add(source)).toMatchObject({ already: true })
    expect(await ids()).toEqual(['tiny-latte'])
    expect(readdirSync(join(data, 'packs', '.incoming'))).toEqual([])
  })

  test.each([
    ['at its top', ''],
    ['in its one folder', 'some folder/'],
  ])('unpacks a ZIP that has it %s', async (_name, root) => {
    const file = join(folder.path, 'pack.zip')
    const entries = entriesOf(TINY, root).map((entry, index) => ({ ...entry, deflate: index % 2 === 0 }))
    writeFileSync(file, zip([...entries, { name: '__MACOSX/x', data: Buffer.from('junk') }]))
    await user.add(file)
    expect(tree(join(data, 'packs', 'tiny-latte'))).toEqual(copied(TINY))
  })

  test('goes on with a file that was broken off, and copies no finished one again', async () => {
    const file = join(folder.path, 'pack.zip')
    const whole = entriesOf(TINY).map((entry) => ({ ...entry, deflate: true }))
    const broken = whole.map((entry) =>
      entry.name === DECODER ? { ...entry, data: entry.data.slice(0, 5000) } : entry,
    )
    writeFileSync(file, zip(broken))
    await expect(user.add(file)).rejects.toMatchObject({ code: 'PACK_CORRUPT' })
    const [incoming = ''] = readdirSync(join(data, 'packs', '.incoming'))
    const place = join(data, 'packs', '.incoming', incoming)
    const finished = statSync(join(place, 'files', TRANSFORMER))
    // As a kill in the middle of the file leaves it.
    const hash = tiny.manifest.files.find(({ path }) => path === DECODER)?.sha256 ?? ''
    const partial = join(place, 'partial', hash)
    writeFileSync(partial, readFileSync(join(TINY, DECODER)).subarray(0, 60_000))
    const inode = statSync(partial).ino
    writeFileSync(file, zip(whole))
    const steps: number[] = []
    await user.add(file, { onProgress: ({ stage, doneBytes }) => stage === 'copying' && steps.push(doneBytes) })
    const path = join(data, 'packs', 'tiny-latte')
    expect(tree(path)).toEqual(copied(TINY))
    expect(statSync(join(path, TRANSFORMER))).toMatchObject({ ino: finished.ino, mtimeMs: finished.mtimeMs })
    expect(statSync(join(path, DECODER)).ino).toBe(inode)
  })

  test('begins a file anew whose broken off part is wrong', async () => {
    const stop = new AbortController()
    await expect(
      user.add(TINY, { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) }),
    ).rejects.toThrow('stopped')
    const partial = staged().find((name) => /partial.[0-9a-f]{64}$/.test(name)) ?? ''
    writeFileSync(join(data, 'packs', '.incoming', partial), 'something else')
    await user.add(TINY)
    expect(tree(join(data, 'packs', 'tiny-latte'))).toEqual(copied(TINY))
  })

  test.each([
    ['one flipped byte', (path: string) => flip(join(path, TRANSFORMER)), /transformer\/model\.onnx/],
    ['a file cut short', (path: string) => truncateSync(join(path, DECODER), 1000), /vae_decoder\/model\.onnx/],
  ])('with %s shows nothing, and keeps both the source and what was copied', async (_name, harm, name) => {
    const source = copyOfTiny(folder.path)
    harm(source)
    const before = tree(source)
    const error: unknown = await user.add(source).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringMatching(name) as string })
    expect(['PACK_CORRUPT', 'PACK_INVALID']).toContain((error as { code: string }).code)
    expect(tree(source)).toEqual(before)
    expect(await ids()).toEqual([])
  })

  test('of a stranger is refused before anything is copied', async () => {
    const source = rewritten(folder.path, TRANSFORMER, (whole) => whole.subarray(0, 5000))
    await expect(user.add(source)).rejects.toMatchObject({ code: 'PACK_INVALID' })
    expect(existsSync(join(data, 'packs'))).toBe(false)
  })

  test('of a stranger in a ZIP leaves nothing behind', async () => {
    const source = rewritten(folder.path, TRANSFORMER, (whole) => whole.subarray(0, 5000))
    const file = join(folder.path, 'pack.zip')
    writeFileSync(file, zip(entriesOf(source)))
    await expect(user.add(file)).rejects.toMatchObject({ code: 'PACK_INVALID' })
    expect(staged()).toEqual([])
  })

  test('of a newer form says so', async () => {
    const source = copyOfTiny(folder.path)
    changeManifest(source, (manifest) => Object.assign(manifest, { schemaVersion: 2, family: 'none that exists' }))
    await expect(user.add(source)).rejects.toMatchObject({
      code: 'PACK_NEWER',
      message: expect.stringMatching(/pack\.json.*form 2.*Update Cortado/) as string,
    })
  })

  test('of an id that is there with other contents is refused, and the old one stays', async () => {
    await user.add(TINY)
    const other = copyOfTiny(folder.path, (manifest) => (manifest.version = '2.0.0'))
    const before = tree(join(data, 'packs'))
    await expect(user.add(other)).rejects.toMatchObject({ code: 'PACK_EXISTS' })
    await expect(user.useInPlace(other)).rejects.toMatchObject({ code: 'PACK_EXISTS' })
    expect(tree(join(data, 'packs'))).toEqual(before)
  })

  test.each([
    ['nothing', 'nowhere', 'PACK_MISSING'],
    ['a folder without a pack', '.', 'PACK_INVALID'],
  ])('of %s says so', async (_name, path, code) => {
    await expect(user.add(join(folder.path, path))).rejects.toMatchObject({ code })
  })

  test.skipIf(!CAN_MOUNT)('onto a full disk copies nothing, and is told how much is missing', async () => {
    const disk = mountTmpfs(join(folder.path, 'disk'), 8)
    try {
      const small = createUserPacks(join(folder.path, 'disk'), [])
      await expect(small.add(TINY)).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringMatching(/needs 1 MB more.*are free/) as string,
      })
      expect(tree(join(folder.path, 'disk'))).toEqual([])
    } finally {
      disk[Symbol.dispose]()
    }
  })

  test.skipIf(!CAN_MOUNT)('onto a disk that fills up meanwhile keeps what it has and goes on later', async () => {
    const path = join(folder.path, 'disk')
    const disk = mountTmpfs(path, 80)
    try {
      const small = createUserPacks(path, [])
      const ballast = join(path, 'ballast')
      let filled = false
      const fill = (): void => {
        if (filled) return
        filled = true
        fillUp(ballast)
      }
      await expect(small.add(TINY, { onProgress: fill })).rejects.toMatchObject({ code: 'DISK_FULL' })
      expect(await ids(small)).toEqual([])
      truncateSync(ballast, 0)
      await small.add(TINY)
      expect(tree(join(path, 'packs', 'tiny-latte'))).toEqual(copied(TINY))
    } finally {
      disk[Symbol.dispose]()
    }
  })
})

describe('a hostile ZIP', () => {
  const pack = { name: 'pack.json', data: readFileSync(join(TINY, 'pack.json')) }
  const evil = Buffer.from('evil')
  test.each([
    ['a name that leads out', [pack, { name: '../evil', data: evil }], 'PACK_UNSAFE'],
    ['an absolute name', [pack, { name: '/etc/evil', data: evil }], 'PACK_UNSAFE'],
    ['a backslash', [pack, { name: 'a\\..\\evil', data: evil }], 'PACK_UNSAFE'],
    ['a link', [pack, { name: TRANSFORMER, data: Buffer.from('/etc/passwd'), mode: 0o120777 }], 'PACK_UNSAFE'],
    ['one name twice', [pack, { name: 'a', data: evil }, { name: 'a', data: evil }], 'PACK_UNSAFE'],
    ['a manifest without end', [{ ...pack, data: Buffer.alloc(2 << 20), deflate: true }], 'PACK_INVALID'],
    ['no pack', [{ name: 'a', data: evil }], 'PACK_INVALID'],
    ['a missing file', [pack], 'PACK_CORRUPT'],
  ])('with %s is refused', async (_name, entries, code) => {
    const file = join(folder.path, 'pack.zip')
    writeFileSync(file, zip(entries))
    await expect(user.add(file)).rejects.toMatchObject({ code })
    expect(existsSync(join(folder.path, 'evil'))).toBe(false)
    expect(await ids()).toEqual([])
  })

  test.each([
    ['more than it says', 175_964],
    ['as much as it says', 50_000_000],
  ])('that unpacks to %s is stopped', async (_name, claimed) => {
    const file = join(folder.path, 'pack.zip')
    const bomb = { name: TRANSFORMER, data: Buffer.alloc(50_000_000), deflate: true, claimed }
    writeFileSync(file, zip([...entriesOf(TINY).filter(({ name }) => name !== TRANSFORMER), bomb]))
    await expect(user.add(file)).rejects.toMatchObject({ code: 'PACK_CORRUPT' })
    const sizes = staged().map((name) => statSync(join(data, 'packs', '.incoming', name)).size)
    expect(Math.max(...sizes)).toBeLessThan(1_000_000)
  })

  test('that is no ZIP says so', async () => {
    const file = join(folder.path, 'pack.zip')
    writeFileSync(file, 'no zip')
    await expect(user.add(file)).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })
})

describe('a pack used in place', () => {
  test('is remembered, is told to be missing while its drive is away, and forgotten without touching a file', async () => {
    const drive = join(folder.path, 'drive')
    const source = copyOfTiny(folder.path)
    renameSync(source, drive)
    const before = tree(drive)
    expect(await user.useInPlace(drive)).toMatchObject({ already: false })
    const later = createUserPacks(data, [])
    expect((await later.list()).map(({ path, place }) => [path, place])).toEqual([[drive, 'in-place']])
    expect(existsSync(join(data, 'packs'))).toBe(false)
    renameSync(drive, `${drive}-away`)
    expect(await ids(later)).toEqual(['PACK_MISSING'])
    expect((await later.list())[0]?.problem?.message).toContain('Connect its drive')
    renameSync(`${drive}-away`, drive)
    expect(await ids(later)).toEqual(['tiny-latte'])
    expect(await later.remove('tiny-latte', false)).toEqual({ id: 'tiny-latte', what: 'reference' })
    expect(tree(drive)).toEqual(before)
    expect(await ids(later)).toEqual([])
  })

  test('cannot be a ZIP', async () => {
    const file = join(folder.path, 'pack.zip')
    writeFileSync(file, zip(entriesOf(TINY)))
    await expect(user.useInPlace(file)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(user.useInPlace(join(folder.path, 'nowhere'))).rejects.toMatchObject({ code: 'PACK_MISSING' })
  })

  test('that is damaged is not taken', async () => {
    const source = copyOfTiny(folder.path)
    flip(join(source, 'tokenizer/tokenizer.json'))
    await expect(user.useInPlace(source)).rejects.toMatchObject({ code: 'PACK_CORRUPT' })
    expect(await ids()).toEqual([])
  })

  test('what earlier versions noted of self-tests is passed over', async () => {
    await user.useInPlace(TINY)
    const file = join(data, 'packs.json')
    const notes = JSON.parse(readFileSync(file, 'utf8')) as object
    const selfTests = { ['a'.repeat(64)]: { state: 'passed', worst: null, wrong: [], at: 1 } }
    writeFileSync(file, JSON.stringify({ ...notes, selfTests }))
    expect(await ids()).toEqual(['tiny-latte'])
    await user.remove('tiny-latte', false)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ form: 1, inPlace: [] })
  })

  test('a list that holds something else is never overwritten', async () => {
    await user.useInPlace(TINY)
    writeFileSync(join(data, 'packs.json'), '{"form":7}')
    await expect(user.list()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(user.useInPlace(join(PACKS, 'tiny-ltx'))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(readFileSync(join(data, 'packs.json'), 'utf8')).toBe('{"form":7}')
  })
})

describe('removing a pack', () => {
  test('that was copied asks for the word first', async () => {
    await user.add(TINY)
    await expect(user.remove('tiny-latte', false)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(await ids()).toEqual(['tiny-latte'])
    expect(await user.remove('tiny-latte', true)).toEqual({ id: 'tiny-latte', what: 'copy' })
    expect(readdirSync(join(data, 'packs'))).toEqual(['.incoming'])
    expect(existsSync(join(TINY, 'pack.json'))).toBe(true)
  })

  test('that was killed half way shows no pack, and the next one clears it away', async () => {
    await user.add(TINY)
    renameSync(join(data, 'packs', 'tiny-latte'), join(data, 'packs', '.removed-abc'))
    expect(await ids()).toEqual([])
    await user.add(TINY)
    await user.remove('tiny-latte', true)
    expect(readdirSync(join(data, 'packs'))).toEqual(['.incoming'])
  })

  test('that came otherwise is refused, and an unknown one named', async () => {
    const others = createUserPacks(data, [PACKS])
    await expect(others.remove('tiny-latte', true)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(others.remove('nobody', true)).rejects.toMatchObject({ code: 'PACK_UNKNOWN' })
    expect(existsSync(join(TINY, 'pack.json'))).toBe(true)
  })

  test('that was linked into the folder of copies takes the link, not what it leads to', async () => {
    await user.add(join(PACKS, 'tiny-ltx'))
    const source = copyOfTiny(folder.path)
    symlinkSync(source, join(data, 'packs', basename(source)))
    await user.remove('tiny-latte', true)
    expect(existsSync(join(source, 'pack.json'))).toBe(true)
    expect(await ids()).toEqual(['tiny-ltx'])
  })

  test('that was only half copied clears that away', async () => {
    const source = copyOfTiny(folder.path)
    const stop = new AbortController()
    await expect(
      user.add(source, { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) }),
    ).rejects.toThrow('stopped')
    expect(staged()).not.toEqual([])
    expect(await user.remove('tiny-latte', false)).toEqual({ id: 'tiny-latte', what: 'unfinished' })
    expect(staged()).toEqual([])
  })
})

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

function fillUp(path: string): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(65_536), { flag: 'a' })
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  }
}

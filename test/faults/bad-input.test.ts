import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCli, temporaryHome } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'
import { CAN_MOUNT, mountTmpfs } from '../support/tmpfs.ts'
import { tree } from '../support/tree.ts'

const PROMPT = 'a red ball bounces in a field by day'
const BUNDLED = join(import.meta.dirname, '../../assets/models/cortado-mini')
let home: ReturnType<typeof temporaryHome>

beforeEach(() => {
  home = temporaryHome()
})
afterEach(() => home[Symbol.dispose]())

/** A coded sentence, the right exit code, no stack trace; with --json the same as the last line. */
function expectRefusal(result: CliResult, code: string, exit: 1 | 2): void {
  expect(result.stderr).toMatch(new RegExp(`^${code}: .{20,}`, 'm'))
  expect(`${result.stderr}${result.stdout}`).not.toMatch(/\n\s+at |node:internal|Error:/)
  expect(result.code).toBe(exit)
  expect(result.last).toMatchObject({ error: { code } })
}

function nothingWritten(): void {
  const projects = join(home.path, 'projects')
  expect(existsSync(projects) ? readdirSync(projects) : []).toEqual([])
}

describe('a request that cannot be made', () => {
  test.each([
    ['a missing prompt', ['generate', '--json'], 'USAGE'],
    ['an unknown command', ['brew', '--json'], 'USAGE'],
    ['an unknown option', ['generate', PROMPT, '--sugar', '--json'], 'USAGE'],
    ['a seed that is a word', ['generate', PROMPT, '--seed', 'seven', '--json'], 'USAGE'],
    ['an unknown pack', ['generate', PROMPT, '--pack', 'no-such-pack', '--json'], 'PACK_UNKNOWN'],
    ['zero frames', ['generate', PROMPT, '--frames', '0', '--json'], 'FRAMES_OUT_OF_RANGE'],
    ['10,000 frames', ['generate', PROMPT, '--frames', '10000', '--json'], 'FRAMES_OUT_OF_RANGE'],
    ['a size that is not a multiple', ['generate', PROMPT, '--size', '130x128', '--json'], 'SIZE_NOT_SUPPORTED'],
    ['a prompt of 100,000 characters', ['generate', 'x'.repeat(100_000), '--json'], 'PROMPT_TOO_LONG'],
    ['an unknown scheduler', ['generate', PROMPT, '--scheduler', 'Magic', '--json'], 'SCHEDULER_CONFIG'],
  ])('%s', async (_name, args, code) => {
    const result = await runCli(args, home.path)
    expectRefusal(result, code, code === 'SCHEDULER_CONFIG' ? 1 : 2)
    nothingWritten()
  })

  test('a brief of binary data', async () => {
    const brief = join(home.path, 'brief.txt')
    writeFileSync(
      brief,
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 37) % 256),
    )
    expectRefusal(await runCli(['film', '--brief', brief, '--json'], home.path), 'BRIEF_INVALID', 2)
    nothingWritten()
  })

  test('a brief with one prompt too long names its line', async () => {
    const brief = join(home.path, 'brief.txt')
    writeFileSync(brief, `${PROMPT}\n${'y'.repeat(100_000)}\n`)
    const result = await runCli(['film', '--brief', brief, '--json'], home.path)
    expectRefusal(result, 'PROMPT_TOO_LONG', 2)
    expect(result.stderr).toContain('Line 2')
    nothingWritten()
  })

  test('a brief that is not there', async () => {
    expectRefusal(await runCli(['film', '--brief', 'missing.txt', '--json'], home.path), 'NOT_FOUND', 1)
    nothingWritten()
  })
})

describe('a machine that cannot do it', () => {
  test('one flipped byte in a pack file', async () => {
    const packs = join(home.path, 'packs')
    const pack = join(packs, 'flipped')
    mkdirSync(packs)
    cpSync(BUNDLED, pack, { recursive: true })
    const manifest = JSON.parse(readFileSync(join(pack, 'pack.json'), 'utf8')) as {
      id: string
      components: { transformer: { file: string } }
    }
    manifest.id = 'flipped'
    writeFileSync(join(pack, 'pack.json'), JSON.stringify(manifest))
    const graph = join(pack, manifest.components.transformer.file)
    const bytes = readFileSync(graph)
    const middle = bytes.length >> 1
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    writeFileSync(graph, bytes)
    const env = { CORTADO_PACKS: packs }
    expectRefusal(await runCli(['packs', 'verify', 'flipped', '--json'], home.path, env), 'PACK_CORRUPT', 1)
    const result = await runCli(
      ['generate', PROMPT, '--pack', 'flipped', '--project', join(home.path, 'film'), '--json'],
      home.path,
      env,
    )
    expectRefusal(result, 'PACK_CORRUPT', 1)
    expect(result.stderr).toContain(manifest.components.transformer.file)
  })

  test('no ffmpeg', async () => {
    const env = { PATH: join(home.path, 'nowhere'), FFMPEG_BIN: '', CORTADO_FFMPEG: '' }
    const result = await runCli(['generate', PROMPT, '--project', join(home.path, 'film'), '--json'], home.path, env)
    expectRefusal(result, 'FFMPEG_MISSING', 1)
    expect(existsSync(join(home.path, 'film'))).toBe(false)
  })

  test.skipIf(!CAN_MOUNT)('a read-only project folder is left as it was', async () => {
    const disk = join(home.path, 'disk')
    using mounted = mountTmpfs(disk, 16)
    const project = join(disk, 'film')
    expect((await runCli(['new', project, '--json'], home.path)).code).toBe(0)
    const before = tree(project)
    mounted.remountReadOnly()
    expectRefusal(await runCli(['generate', PROMPT, '--project', project, '--json'], home.path), 'PROJECT_READ_ONLY', 1)
    expect(tree(project)).toEqual(before)
  })

  test.skipIf(!CAN_MOUNT)('a full disk loses nothing that was finished', async () => {
    const disk = join(home.path, 'disk')
    using _mounted = mountTmpfs(disk, 4)
    const project = join(disk, 'film')
    expect((await runCli(['new', project, '--json'], home.path)).code).toBe(0)
    fillDisk(disk)
    expectRefusal(await runCli(['generate', PROMPT, '--project', project, '--json'], home.path), 'DISK_FULL', 1)
    expect(readdirSync(join(project), { recursive: true }).filter((name) => String(name).endsWith('.mkv'))).toEqual([])
    for (const name of readdirSync(disk).filter((file) => file.startsWith('ballast-'))) rmSync(join(disk, name))
    expect((await runCli(['takes', '--project', project, '--json'], home.path)).last).toEqual({ takes: [] })
  })
})

/** Leaves less room than a checkpoint needs. */
function fillDisk(disk: string): void {
  for (let size = 1 << 20; size >= 4096; size >>= 1) {
    for (let index = 0; ; index += 1) {
      try {
        writeFileSync(join(disk, `ballast-${size}-${index}`), new Uint8Array(size))
      } catch {
        break
      }
    }
  }
}

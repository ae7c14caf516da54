import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const source = join(import.meta.dirname, '..', '..', '..', 'scripts', 'setup.mjs')

const LOCK = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
}

/** Stands in for npm: unpacks what the lock says, or fails. */
const NPM = `
const { mkdirSync, symlinkSync, writeFileSync, readFileSync, appendFileSync } = require('node:fs')
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n')
if (process.env.NPM_FAILS) process.exit(7)
mkdirSync('node_modules/node/bin', { recursive: true })
try { symlinkSync(process.execPath, 'node_modules/node/bin/node') } catch {}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
delete packages['']
delete packages['node_modules/other-platform']
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }))
console.log('added packages')
`

/** Stands in for the second half: notes the call and writes down what it found. */
const TOOLS = `
import { appendFileSync, writeFileSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
appendFileSync('tool-calls', process.argv.slice(2).join(' ') + '\\n')
const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
const found = process.env.TOOL ?? null
writeFileSync('node_modules/.cortado-setup.json', JSON.stringify({ lock, ffmpeg: found, chromium: found, cuda: null }))
`

function clone() {
  const root = mkdtempSync(join(tmpdir(), 'cortado-setup-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'scripts', 'setup'), { recursive: true })
  copyFileSync(source, join(root, 'scripts', 'setup.mjs'))
  writeFileSync(join(root, 'scripts', 'setup', 'tools.ts'), TOOLS)
  writeFileSync(join(root, 'npm.cjs'), NPM)
  const tool = join(root, 'tool')
  writeFileSync(tool, '')
  chmodSync(tool, 0o755)
  const lock = (packages: object): void => writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }))
  lock(LOCK)
  const calls = (name: string): string[] =>
    existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8').trim().split('\n') : []
  const setUp = (args: readonly string[] = ['--for', 'start'], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [join(root, 'scripts', 'setup.mjs'), ...args], {
      cwd: tmpdir(),
      encoding: 'utf8',
      env: { PATH: '', npm_execpath: join(root, 'npm.cjs'), npm_node_execpath: process.execPath, TOOL: tool, ...env },
    })
  return { root, lock, calls, setUp, tool }
}

test('an empty clone gets its packages and tools, the second run nothing', () => {
  const { setUp, calls } = clone()
  expect(setUp()).toMatchObject({ status: 0, stdout: expect.stringContaining('the packages are not installed yet') })
  expect(calls('npm-calls')).toEqual(['ci --no-audit --no-fund --loglevel=error'])
  expect(calls('tool-calls')).toEqual(['--for start'])
  expect(setUp()).toMatchObject({ status: 0, stdout: '', stderr: '' })
  expect(calls('npm-calls')).toHaveLength(1)
  expect(calls('tool-calls')).toHaveLength(1)
})

test('with --quiet nothing reaches stdout, even while installing', () => {
  const { setUp } = clone()
  const run = setUp(['--for', 'cortado', '--quiet'])
  expect(run).toMatchObject({ status: 0, stdout: '' })
  expect(run.stderr).toContain('installing the packages')
  expect(run.stderr).toContain('added packages')
})

test.each([
  ['another version', { ...LOCK, 'node_modules/a': { version: '2.0.0' } }, 'node_modules/a is not the version'],
  ['a new package', { ...LOCK, 'node_modules/b': { version: '1.0.0' } }, 'node_modules/b is missing'],
])('a lock with %s installs again', (_what, packages, reason) => {
  const { setUp, calls, lock } = clone()
  setUp()
  lock(packages)
  expect(setUp().stdout).toContain(reason)
  expect(calls('npm-calls')).toHaveLength(2)
  // What was found before may have been part of the old packages.
  expect(calls('tool-calls')).toHaveLength(2)
})

test('a package for another platform is not missed', () => {
  const { setUp, calls, lock } = clone()
  setUp()
  lock({ ...LOCK, 'node_modules/c': { version: '1.0.0', optional: true } })
  setUp()
  expect(calls('npm-calls')).toHaveLength(1)
})

test("a missing Node of the project's own installs again", () => {
  const { setUp, calls, root } = clone()
  setUp()
  rmSync(join(root, 'node_modules', 'node'), { recursive: true })
  expect(setUp().stdout).toContain("the project's own Node is missing")
  expect(calls('npm-calls')).toHaveLength(2)
})

test('an install that fails says what to do and ends with 1', () => {
  const { setUp } = clone()
  const run = setUp(['--for', 'test'], { NPM_FAILS: '1' })
  expect(run.status).toBe(1)
  expect(run.stderr).toContain('Check the connection to the npm registry and try again')
  expect(run.stderr).not.toMatch(/\n\s+at /)
})

test('a tool that went away, a named ffmpeg, and tests without a Chromium are looked for again', () => {
  const { setUp, calls, tool, root } = clone()
  setUp()
  setUp(['--for', 'film'], { CORTADO_FFMPEG: '/elsewhere/ffmpeg' })
  expect(calls('tool-calls')).toHaveLength(2)
  rmSync(tool)
  setUp(['--for', 'test'])
  expect(calls('tool-calls')).toEqual(['--for start', '--for film', '--for test'])
  symlinkSync(process.execPath, join(root, 'tool'))
  setUp(['--for', 'test'])
  expect(calls('tool-calls')).toHaveLength(3)
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = fileURLToPath(new URL('run.ts', import.meta.url))
const fixture = fileURLToPath(new URL('../fixtures/conformance/randn.json', import.meta.url))
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' })
  return { status, last: stdout.trim().split('\n').at(-1) ?? '', stderr: stderr.trim() }
}

describe('the conformance command', () => {
  it('refuses what it cannot use with one coded line', () => {
    const broken = join(folder, 'broken.json')
    writeFileSync(broken, '{"cases":[')
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringMatching(/^USAGE: .*$/u) as string })
    expect(run('toString', fixture)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^USAGE: .*$/u) as string,
    })
    expect(run('randn', folder)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^NOT_FOUND: .*$/u) as string,
    })
    expect(run('randn', broken)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^INVALID_INPUT: .*$/u) as string,
    })
  })

  it('ends with a summary, and fails when a case does', () => {
    expect(run('randn', fixture)).toMatchObject({ status: 0, last: '{"cases":5,"failed":0,"skipped":0,"worst":0}' })
    const wrong = join(folder, 'wrong.json')
    writeFileSync(
      wrong,
      readFileSync(fixture, 'utf8').replace('"seed": 0', '"seed": 1').replace('"seed":0', '"seed":1'),
    )
    const { status, last } = run('randn', wrong)
    expect(status).toBe(1)
    expect(JSON.parse(last)).toMatchObject({ cases: 5, failed: 1 })
  })
})

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

interface Started {
  child: ChildProcess
  output: () => string
  /** Resolves with the first match. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  ended: Promise<number | null>
}

function start(...args: string[]): Started {
  const home = mkdtempSync(join(tmpdir(), 'cortado-start-'))
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
  const env = { ...rest, CORTADO_HOME: join(home, 'projects'), CORTADO_CONFIG: join(home, 'config') }
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.ts'), ...args], { cwd: root, env })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(home, { recursive: true, force: true })
  })
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    let over = false
    void ended.then(() => (over = true))
    for (;;) {
      const match = pattern.exec(text)
      if (match) return match
      if (over) throw new Error(`it ended and never said ${String(pattern)}:\n${text}`)
      await new Promise((next) => setTimeout(next, 20))
    }
  }
  return { child, output: () => text, says, ended }
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}/

test('without a display it serves on loopback, says why, opens once, and ends with Ctrl-C', async () => {
  const { says, child, ended, output } = start('--port', '0', '--no-open')
  const [address] = await says(ADDRESS)
  await says(/No browser was opened/)
  expect(output()).toContain('Cortado is served here because you asked for it')
  const first = await fetch(address, { redirect: 'manual' })
  expect(first.status).toBe(303)
  const cookie = first.headers.getSetCookie()[0]!.split(';')[0]!
  const page = await fetch(new URL('/', address), { headers: { cookie } })
  expect(await page.text()).toContain('<div id="root">')
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(401)
  // An open event stream must not keep it alive.
  const events = await fetch(new URL('/api/events', address), { headers: { cookie } })
  await events.body!.getReader().read()
  child.kill('SIGINT')
  expect(await ended).toBe(0)
})

test.runIf(process.platform === 'linux')('without a display Electron is not tried', async () => {
  const { says, child, ended } = start()
  await says(/served here because there is no display/)
  await says(/There is no display, so no browser was opened/)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test.each([
  [['--port', 'many'], '"many" is not a port'],
  [['--port', '70000'], '"70000" is not a port'],
  [['--nonsense'], '--nonsense'],
])('%o is refused with a sentence', async (args, sentence) => {
  const { ended, output } = start(...args)
  expect(await ended).toBe(2)
  expect(output()).toContain(sentence)
  expect(output()).not.toMatch(/\n\s+at /)
})

test('--help lists the options and opens nothing', async () => {
  const { ended, output } = start('--help')
  expect(await ended).toBe(0)
  expect(output()).toContain('--no-open')
})

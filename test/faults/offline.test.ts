import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CLI, temporaryHome } from '../support/cli.ts'

/** Root needs no user namespace, which some containers refuse. */
const UNSHARE = [['-n'], ['-r', '-n']].find((flags) => spawnSync('unshare', [...flags, 'true']).status === 0) ?? null
const why = UNSHARE === null ? ' (skipped: this machine makes no network namespaces)' : ''

test.skipIf(UNSHARE === null)(
  `a film is made where there is no network but loopback${why}`,
  async () => {
    using home = temporaryHome()
    const out = join(home.path, 'film.mp4')
    // The loopback of a fresh namespace is down, and nothing else is there.
    const script = 'ip link set lo up 2>/dev/null; tail -n +3 /proc/net/dev | cut -d: -f1 >&2; exec "$@"'
    const film = [process.execPath, CLI, 'film', '--brief', '[seed 3] a red ball bounces in a field by day']
    const child = spawn('unshare', [...(UNSHARE ?? []), 'sh', '-c', script, 'sh', ...film, '--out', out, '--json'], {
      env: { ...process.env, CORTADO_HOME: join(home.path, 'projects'), CORTADO_CONFIG: join(home.path, 'config') },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
    expect(stderr.trim()).toBe('lo')
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ film: out, frames: 48 })
    expect(existsSync(out)).toBe(true)
  },
  180_000,
)

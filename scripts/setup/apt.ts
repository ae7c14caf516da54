import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** True where packages can be installed without asking anybody: Debian or one of its kin, as root. */
export function canInstall(): boolean {
  return existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
}

/** Installs Debian packages. True when that worked; what apt says goes to stderr. */
export function aptInstall(packages: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (args: readonly string[]): boolean =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', process.stderr, process.stderr] }).status === 0
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages]
  // The lists may be missing or old on a fresh machine; fetching them is the slow half, so it comes second.
  return run(install) || (run(['update', '-q']) && run(install))
}

import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** Only root may mount; elsewhere the tests that need a small or a read-only disk are skipped by name. */
export const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0 && tryMount()

/** A file system of that many megabytes at `folder`, gone after `dispose`. */
export function mountTmpfs(folder: string, megabytes: number): { remountReadOnly(): void; [Symbol.dispose](): void } {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  return {
    remountReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', folder]),
    [Symbol.dispose]: () => void execFileSync('umount', ['-l', folder]),
  }
}

function tryMount(): boolean {
  const probe = `/tmp/cortado-mount-${process.pid}`
  try {
    mountTmpfs(probe, 1)[Symbol.dispose]()
    return true
  } catch {
    return false
  }
}

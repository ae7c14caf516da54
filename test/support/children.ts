import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Process ids of the children of a process whose command line has these words. */
export function childrenOf(parent: number, words: string): number[] {
  return existsSync('/proc/self/stat') ? fromProc(parent, words) : fromPgrep(parent, words)
}

function fromProc(parent: number, words: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent && read(name, 'cmdline').includes(words))
    .map(Number)
}

/** The fourth field; the second is a name in brackets that may hold anything. */
function parentOf(pid: string): number {
  return Number(read(pid, 'stat').split(') ').at(-1)?.split(' ')[1])
}

/** Empty for a process that has just ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

function fromPgrep(parent: number, words: string): number[] {
  const found = execFileSync('pgrep', ['-P', String(parent), '-f', words], { encoding: 'utf8' })
  return found.trim().split('\n').map(Number)
}

import { existsSync, readFileSync } from 'node:fs'

/** What V8, the C++ library and ONNX Runtime say before they end for want of memory. */
const LAST_WORDS = /bad_alloc|out of memory|allocation failed|failed to allocate|cannot allocate memory/i
/** Windows' STATUS_NO_MEMORY and STATUS_COMMITMENT_LIMIT as exit codes. */
const EXIT_CODES = /exit code (?:3221225495|3221225773)\b/

/** A kill, in Node's words or as the number that Electron gives. */
const KILLED = /^(?:SIGKILL|exit code (?:9|137)\b)/

/** Where Linux counts the processes that it killed for want of memory: in all, and in this container. */
const COUNTERS = ['/proc/vmstat', '/sys/fs/cgroup/memory.events']

/** How many processes the kernel has killed for want of memory so far; 0 where it does not say. */
export function memoryKills(): number {
  return COUNTERS.filter((path) => existsSync(path)).reduce((sum, path) => {
    const found = /^oom_kill (\d+)$/m.exec(readFileSync(path, 'utf8'))
    return sum + Number(found?.[1] ?? 0)
  }, 0)
}

/** Whether a worker that ended with these last words did so because memory ran out; `killsBefore` is from its start. */
export function endedForMemory(reason: string, killsBefore: number): boolean {
  if (LAST_WORDS.test(reason) || EXIT_CODES.test(reason)) return true
  return KILLED.test(reason) && memoryKills() > killsBefore
}

/** Measures search in a library of 100,000 takes on this machine's disk: `node test/bench/search.ts [folder]`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SearchInput } from '../../core/library/search.ts'
import { openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { fillTakes } from './library/takes.ts'

const TAKES = 100_000
const ROUNDS = 30
/** What people ask for: single letters as they begin to type, words, filters alone and together, pages further on. */
const QUESTIONS: readonly SearchInput[] = [
  { text: 'a' },
  { text: 'k' },
  { text: 'kite' },
  { text: 'red ki' },
  { text: 'a red kite over a sea' },
  { text: 'glacier silver night' },
  { text: 'nothing has this word' },
  { text: '31337' },
  { kinds: ['take'] },
  { kinds: ['shot'], text: 'boat' },
  { rating: 5 },
  { text: 'a', rating: 5, favourite: true },
  { text: 'a', labels: ['red', 'blue'], rejected: false },
  { kinds: ['take'], used: true },
  { text: 'a', used: true },
  { text: 'a', used: false, rating: 4 },
  { text: 'horse', used: true, labels: ['green'] },
  { text: 'a', labels: ['pink'] },
  { trashed: true },
  { text: 'a', order: 'oldest', limit: 500 },
]

export interface SearchFigures {
  takes: number
  queries: number
  search_p50_ms: number
  search_p95_ms: number
  search_max_ms: number
  /** Of this process alone, whatever else the machine does. */
  search_p95_cpu_ms: number
  slowest: SearchInput
  open_ms: number
  first_page_ms: number
}

/** Fills a fresh library and asks it {@link QUESTIONS}, page by page. `folder` is where it is made and removed again. */
export async function measureSearch(folder: string = tmpdir(), takes = TAKES): Promise<SearchFigures> {
  const place = mkdtempSync(join(folder, 'cortado-bench-'))
  try {
    const path = join(place, 'Bench.cortado')
    await fillTakes(path, takes)
    const begun = performance.now()
    const library = await openLibrary(path)
    const open = performance.now() - begun
    const first = time(() => library.search({ kinds: ['shot'] }))
    const figures = { ...measure(library), takes, open_ms: round(open), first_page_ms: round(first) }
    library.close()
    return figures
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function measure(library: Library): Omit<SearchFigures, 'open_ms' | 'first_page_ms' | 'takes'> {
  const bins = library.bins.list().map((bin) => bin.id)
  const times: { ms: number; cpu: number; question: SearchInput }[] = []
  const ask = (question: SearchInput): number | null => {
    const cpu = process.cpuUsage()
    const begun = performance.now()
    const { next } = library.search(question)
    const ms = performance.now() - begun
    const used = process.cpuUsage(cpu)
    times.push({ ms, cpu: (used.user + used.system) / 1000, question })
    return next
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const inBin = { text: 'a', bin: bins[round % bins.length] as string }
    for (const question of [...QUESTIONS, inBin]) {
      const next = ask(question)
      if (next !== null) ask({ ...question, after: next })
    }
  }
  const cpu = times.map((one) => one.cpu).sort((a, b) => a - b)
  times.sort((a, b) => a.ms - b.ms)
  const at = (part: number): number => round(times[Math.ceil(part * times.length) - 1]?.ms ?? 0)
  return {
    queries: times.length,
    search_p50_ms: at(0.5),
    search_p95_ms: at(0.95),
    search_max_ms: at(1),
    search_p95_cpu_ms: round(cpu[Math.ceil(0.95 * cpu.length) - 1] ?? 0),
    slowest: times.at(-1)?.question ?? {},
  }
}

function time(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(await measureSearch(process.argv[2]), null, 2)}\n`)
}

/** Measures search in a library of 100,000 takes on this machine's disk: `node test/bench/search.ts [folder]`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import type { SearchInput } from '../../core/library/search.ts'
import { newId, openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { recipe } from '../unit/library/recipe.ts'

const TAKES = 100_000
const TAKES_OF_A_SHOT = 20
const ROUNDS = 30
/** Shots that the film shows. */
const CLIPS = 2000

const THINGS = [
  'kite',
  'boat',
  'ball',
  'star',
  'horse',
  'train',
  'lantern',
  'river',
  'crowd',
  'candle',
  'glacier',
  'violin',
]
const COLOURS = ['red', 'grey', 'golden', 'teal', 'pale', 'black', 'crimson', 'silver']
const PLACES = [
  'over a sea',
  'in a field',
  'by night',
  'under rain',
  'on a bridge',
  'in the desert',
  'at dusk',
  'in snow',
]
const LABELS = ['red', 'green', 'blue', null, null, null, null, null]

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
    await fill(path, takes)
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

/** Rows go in directly: through jobs, a hundred thousand takes would measure the disk for an hour. */
async function fill(path: string, takes: number): Promise<void> {
  const library = await openLibrary(path, { create: { name: 'Bench' } })
  const file = library.media.temporary('bin')
  writeFileSync(file, 'frames')
  const { sha256 } = await library.media.adopt(file, 'video/x-matroska')
  const bins = Array.from({ length: 50 }, (_, index) => library.bins.create({ name: `Bin ${index}` }).id)
  const { sequence } = library.project
  library.close()
  const db = new Database(join(path, 'library.sqlite'))
  db.pragma('synchronous = OFF')
  db.prepare('INSERT INTO pack VALUES (?, ?, ?, 1)').run('a'.repeat(64), 'cortado-mini', '1')
  const shot = db.prepare('INSERT INTO shot (id, bin, name, prompt, created_at) VALUES (?, ?, ?, ?, ?)')
  const pick = db.prepare('UPDATE shot SET picked = ? WHERE id = ?')
  const take = db.prepare(
    `INSERT INTO take (id, shot, number, pack, recipe, recipe_sha256, master, proxy, poster, filmstrip, filmstrip_frames,
       frames, rate_num, rate_den, width, height, rating, rejected, label, favourite, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 8, 16, 8, 1, 64, 64, ?, ?, ?, ?, ?)`,
  )
  const use = db.prepare('INSERT INTO usage (sequence, source, shot, clips) VALUES (?, ?, ?, 1)')
  db.transaction(() => {
    for (let index = 0; index * TAKES_OF_A_SHOT < takes; index += 1) {
      const [id, prompt] = [newId(), promptOf(index)]
      shot.run(id, index % 3 === 0 ? null : bins[index % bins.length], prompt, prompt, index)
      for (let number = 1; number <= TAKES_OF_A_SHOT; number += 1) {
        const serial = index * TAKES_OF_A_SHOT + number
        const text = JSON.stringify(recipe({ prompt, seed: serial }))
        const marks = [
          serial % 7 > 5 ? 0 : serial % 6,
          Number(serial % 11 === 0),
          LABELS[serial % 8],
          Number(serial % 13 === 0),
        ]
        const made = newId()
        take.run(made, id, number, 'a'.repeat(64), text, sha256, sha256, sha256, sha256, sha256, ...marks, serial)
        if (number === 1) pick.run(made, id)
      }
      if (index < CLIPS) use.run(sequence, `shot:${id}`, id)
    }
  })()
  db.close()
}

function promptOf(index: number): string {
  const of = (words: readonly string[], step: number): string => words[Math.floor(index / step) % words.length] ?? ''
  return `a ${of(COLOURS, 1)} ${of(THINGS, 8)} ${of(PLACES, 96)}, the ${of(COLOURS, 7)} light of ${of(PLACES, 5)}`
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

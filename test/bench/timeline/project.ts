import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Edit } from '../../../core/timeline/edit.ts'
import { sequenceLength } from '../../../core/timeline/queries.ts'
import type { SequenceData } from '../../../core/timeline/sequence.ts'
import { frame } from '../../../core/timeline/time.ts'
import { openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { toEdit } from '../../unit/timeline/scripts.ts'
import { filmData, p95, randoms } from './films.ts'

export interface ProjectTimes {
  clips: number
  /** An edit in main, on disk when it is done: milliseconds, 95th percentile. */
  durable: number
  /** Opening the project and its sequence, milliseconds. */
  open: number
  /** What the open sequence takes in memory. */
  bytes: number
}

/** What editors do all day, in about these parts. */
const DAY: readonly Edit['name'][] = [
  'insert',
  'overwrite',
  'move',
  'trim',
  'trim',
  'rippleTrim',
  'roll',
  'slip',
  'blade',
  'lift',
  'rippleDelete',
  'setProperty',
  'changeClip',
]

/** Times edits that are kept, and opening what came of them, in a project on this machine's disk. */
export async function timeProject(clips: number, edits: number): Promise<ProjectTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'cortado-bench-'))
  try {
    const path = join(folder, 'Film.cortado')
    const library = await openLibrary(path, { create: { name: 'Film' } })
    const id = fill(library, clips)
    const times = play(library, id, edits)
    library.close()
    const before = memory()
    const started = performance.now()
    const again = await openLibrary(path)
    again.sequences.get(id)
    const open = performance.now() - started
    const bytes = memory() - before
    again.close()
    return { clips, durable: p95(times), open, bytes }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fill(library: Library, clips: number): string {
  const shot = library.shots.create({ prompt: 'a red kite over a grey sea' }).id
  const data = filmData(clips, shot)
  const { id } = library.sequences.create({ name: 'Film', rate: data.rate, size: data.size }).sequence
  layFilm(library, id, data)
  return id
}

/** Lays a film's clips on a sequence the ordinary way, many in one step. */
export function layFilm(library: Library, id: string, data: SequenceData): void {
  const edits: Edit[] = data.tracks.flatMap(({ items, ...track }, at): Edit[] => [
    { name: 'addTrack', args: { track, at } },
    ...items.map((clip): Edit => ({ name: 'overwrite', args: { track: track.id, clip, splitId: 'unused001' } })),
  ])
  for (let at = 0; at < edits.length; at += 2000) {
    const { revision } = library.sequences.get(id)
    library.sequences.edit(id, { revision, edits: edits.slice(at, at + 2000) })
  }
}

function play(library: Library, id: string, count: number): number[] {
  const random = randoms(count)
  const times: number[] = []
  for (let index = 0; times.length < count; index += 1) {
    const { sequence, revision } = library.sequences.get(id)
    const choice = {
      name: DAY[random() % DAY.length] ?? 'trim',
      which: random(),
      other: random(),
      at: frame(random() % sequenceLength(sequence)),
      length: 1 + (random() % 60),
      delta: (random() % 21) - 10,
      flag: random() % 2 === 0,
    }
    const edit = toEdit(sequence, choice, index)
    const started = performance.now()
    try {
      library.sequences.edit(id, { revision, edits: [edit] })
    } catch {
      continue
    }
    times.push(performance.now() - started)
  }
  return times
}

function memory(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { REVIEW_METHOD } from '../../../core/review/entities.ts'
import { newId, openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { recipe } from '../../unit/library/recipe.ts'

const TAKES_OF_A_SHOT = 20
/** Shots that the film is said to show. */
const USED_SHOTS = 2000

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

/** A review without findings, as it lies in its row. */
const FIGURES = 'motion change residual flicker jump frozen repeated drift black clipped trouble'.split(' ')
const REVIEW = JSON.stringify({
  method: 'heuristic',
  version: REVIEW_METHOD,
  still: false,
  cycle: null,
  figures: Object.fromEntries(FIGURES.map((name) => [name, 0.5])),
  findings: [],
})

/** The files of a take, by their hashes, and how many pictures its filmstrip has. */
export interface Footage {
  proxy: string
  poster: string
  filmstrip: string
  filmstripFrames: number
}

/**
 * Makes a project of so many takes, 20 to a shot, and gives the ids of its shots. Rows go in directly: through jobs, a hundred
 * thousand takes would measure the disk for an hour. For a window, `footage` gives them pictures in turn and every take is
 * reviewed, or the studio would go and do it; otherwise they share one file that is none, and a film is said to show some.
 */
export async function fillTakes(
  path: string,
  takes: number,
  footage: ((library: Library) => Promise<Footage[]>) | null = null,
): Promise<string[]> {
  const library = await openLibrary(path, { create: { name: 'Bench' } })
  const shown = await (footage ?? noFootage)(library)
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
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 16, 8, 1, 64, 64, ?, ?, ?, ?, ?)`,
  )
  const review = db.prepare(
    "INSERT INTO review (take, version, summary, frames, curves, made_at) VALUES (?, ?, ?, 16, '{}', 0)",
  )
  const use = db.prepare('INSERT INTO usage (sequence, source, shot, clips) VALUES (?, ?, ?, 1)')
  const shots: string[] = []
  db.transaction(() => {
    for (let index = 0; index * TAKES_OF_A_SHOT < takes; index += 1) {
      const [id, prompt] = [newId(), promptOf(index)]
      shots.push(id)
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
        const { proxy, poster, filmstrip, filmstripFrames } = shown[(index + number) % shown.length] as Footage
        const files = [proxy, proxy, poster, filmstrip, filmstripFrames]
        take.run(made, id, number, 'a'.repeat(64), text, proxy, ...files, ...marks, serial)
        if (footage !== null) review.run(made, REVIEW_METHOD, REVIEW)
        if (number === 1) pick.run(made, id)
      }
      if (footage === null && index < USED_SHOTS) use.run(sequence, `shot:${id}`, id)
    }
  })()
  db.close()
  return shots
}

async function noFootage(library: Library): Promise<Footage[]> {
  const file = library.media.temporary('bin')
  writeFileSync(file, 'frames')
  const { sha256 } = await library.media.adopt(file, 'video/x-matroska')
  return [{ proxy: sha256, poster: sha256, filmstrip: sha256, filmstripFrames: 8 }]
}

function promptOf(index: number): string {
  const of = (words: readonly string[], step: number): string => words[Math.floor(index / step) % words.length] ?? ''
  return `a ${of(COLOURS, 1)} ${of(THINGS, 8)} ${of(PLACES, 96)}, the ${of(COLOURS, 7)} light of ${of(PLACES, 5)}`
}

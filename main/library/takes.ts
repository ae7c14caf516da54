import { z } from 'zod'
import { canonicalJson } from '../../core/canonical-json.ts'
import { CortadoError } from '../../core/errors.ts'
import { Take } from '../../core/library/entities.ts'
import type { Lineage } from '../../core/library/upkeep.ts'
import { REVIEW_METHOD } from '../../core/review/entities.ts'
import type { Review } from '../../core/review/entities.ts'
import { sha256 } from '../files/index.ts'
import { newId } from './id.ts'
import type { JobStore } from './jobs.ts'
import { createLineage } from './lineage.ts'
import type { MediaStore } from './media.ts'
import { createReviewRows, parseSummary, SUMMARY } from './reviews.ts'
import { damaged, libraryError } from './store.ts'
import type { Store } from './store.ts'

/** A take whose media were all adopted. `job` is the job that made it; null for one that no job made. */
export type FinishedTake = Pick<
  Take,
  | 'shot'
  | 'recipe'
  | 'master'
  | 'proxy'
  | 'poster'
  | 'filmstrip'
  | 'filmstripFrames'
  | 'frames'
  | 'rate'
  | 'size'
  | 'parent'
  | 'madeInMs'
  | 'peakBytes'
> & {
  job: string | null
  /** Each time that memory ran out while it was made, and how it went on; its job tells. */
  memory?: readonly string[] | undefined
  /** A take whose place in the film this one takes, if it is shown there. */
  replaces?: string | undefined
}

export interface TakeStore {
  /**
   * Stores a finished take and ends its job, in one transaction. The first take of a shot becomes its picked one.
   * A job makes one take: a second call for it returns the take that is there.
   */
  record(finished: FinishedTake): Promise<Take>
  /** Throws `NOT_FOUND`. */
  get(id: string): Take
  /** In the order they were made; of one shot, or of all. Those in the trash are left out. */
  list(shot?: string): Take[]
  /** Takes that have no review of this method yet; those in the trash are left out. */
  unreviewed(): string[]
  /** Where a take comes from and what came from it. Throws `NOT_FOUND`. */
  lineage(id: string): Lineage
  /** Rows of these takes have changed: they are read anew. */
  forget(takes: readonly string[]): void
  /** Throws `NOT_FOUND`, or `INVALID_INPUT` for a rating that is not 0 to 5. */
  rate(id: string, change: { rating?: number | undefined; rejected?: boolean | undefined }): Take
  /** What was measured of a take, with its curves; null until it was. */
  review(id: string): Review | null
  /** Keeps what was measured of a take, in the place of an earlier review. */
  keepReview(id: string, review: Review): Take
}

interface TakeRow {
  id: string
  shot: string
  number: number
  recipe: string
  recipe_sha256: string
  master: string
  proxy: string
  poster: string
  filmstrip: string
  filmstrip_frames: number
  frames: number
  rate_num: number
  rate_den: number
  width: number
  height: number
  rating: number
  rejected: number
  label: string | null
  favourite: number
  parent: string | null
  made_in_ms: number | null
  peak_bytes: number | null
  created_at: number
  review: string | null
}

const COLUMNS = `id, shot, number, recipe, recipe_sha256, master, proxy, poster, filmstrip, filmstrip_frames, frames,
  rate_num, rate_den, width, height, rating, rejected, parent, made_in_ms, peak_bytes, created_at, label, favourite`

export function createTakeStore(store: Store, media: MediaStore, jobs: JobStore): TakeStore {
  const { db, folder } = store
  const byId = db.prepare<[string], TakeRow>(`SELECT ${COLUMNS}, ${SUMMARY} FROM take WHERE id = ?`)
  const byJob = db.prepare<[string], TakeRow>(`SELECT ${COLUMNS}, ${SUMMARY} FROM take WHERE job = ?`)
  const byShot = db.prepare<[string], TakeRow>(
    `SELECT ${COLUMNS}, ${SUMMARY} FROM take WHERE shot = ? AND trashed_at IS NULL ORDER BY number`,
  )
  const all = db.prepare<[], TakeRow>(`SELECT ${COLUMNS}, ${SUMMARY} FROM take WHERE trashed_at IS NULL ORDER BY seq`)
  const unreviewed = db.prepare<[], { id: string }>(
    `SELECT id FROM take WHERE trashed_at IS NULL AND id NOT IN (SELECT take FROM review WHERE version = ${REVIEW_METHOD}) ORDER BY seq`,
  )
  const last = db.prepare<[string], { number: number }>(
    'SELECT coalesce(max(number), 0) AS number FROM take WHERE shot = ?',
  )
  const addPack = db.prepare<[string, string, string, number]>(
    'INSERT INTO pack (sha256, id, version, first_used_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING',
  )
  const add = db.prepare(
    `INSERT INTO take (${COLUMNS}, job, pack) VALUES (${'?, '.repeat(COLUMNS.split(',').length)}?, ?)`,
  )
  const pickFirst = db.prepare<[string, string]>('UPDATE shot SET picked = ? WHERE id = ? AND picked IS NULL')
  const pickInstead = db.prepare<[string, string, string]>('UPDATE shot SET picked = ? WHERE id = ? AND picked = ?')
  const setRating = db.prepare<[number, number, string]>('UPDATE take SET rating = ?, rejected = ? WHERE id = ?')
  const reviews = createReviewRows(store)
  // A take is immutable but for its rating, its marks and its review, so a parsed one stays true until one of them changes.
  const parsed = new Map<string, Take>()

  const read = (row: TakeRow): Take => {
    const known = parsed.get(row.id)
    if (known) return known
    const take = parseTake(row, folder)
    parsed.set(row.id, take)
    return take
  }
  const get = (id: string): Take => {
    const row = store.read(() => byId.get(id))
    if (!row) throw new CortadoError('NOT_FOUND', 'That take is not in this project. Ask for the list of takes again.')
    return read(row)
  }
  const lineage = createLineage(store, (ids) => ids.map(get))
  const insert = (finished: FinishedTake): Take =>
    store.write(() => {
      const known = finished.job === null ? undefined : byJob.get(finished.job)
      if (known) return read(known)
      const take = checkTake({
        ...finished,
        id: newId(),
        number: (last.get(finished.shot)?.number ?? 0) + 1,
        recipeSha256: sha256(canonicalJson(finished.recipe)),
        rating: 0,
        rejected: false,
        label: null,
        favourite: false,
        review: null,
        createdAt: Date.now(),
      })
      const { pack, refine = [] } = take.recipe
      for (const used of [pack, ...refine.map((step) => step.pack)]) {
        addPack.run(used.sha256, used.id, used.version, take.createdAt)
      }
      add.run(...toRow(take), finished.job, pack.sha256)
      pickFirst.run(take.id, take.shot)
      if (finished.replaces !== undefined) pickInstead.run(take.id, take.shot, finished.replaces)
      const { job, memory = [] } = finished
      if (job !== null) {
        jobs.finish(job, { take: take.id, frames: take.frames, ...(memory.length > 0 ? { memory: [...memory] } : {}) })
      }
      return take
    })

  return {
    async record(finished) {
      try {
        for (const hash of [finished.master, finished.proxy, finished.poster, finished.filmstrip])
          requireMedia(media, hash)
        await media.writeRecipe(finished.master, finished.recipe)
        return insert(finished)
      } catch (error) {
        throw libraryError(error, folder)
      }
    },
    get,
    list: (shot) => store.read(() => (shot === undefined ? all.all() : byShot.all(shot))).map(read),
    unreviewed: () => store.read(() => unreviewed.all()).map(({ id }) => id),
    lineage: (id) => lineage(get(id)),
    forget: (ids) => {
      for (const id of ids) parsed.delete(id)
    },
    rate(id, change) {
      const take = get(id)
      const next = checkTake({
        ...take,
        rating: change.rating ?? take.rating,
        rejected: change.rejected ?? take.rejected,
      })
      store.write(() => setRating.run(next.rating, Number(next.rejected), id))
      parsed.set(id, next)
      return next
    },
    review: (id) => (get(id), reviews.get(id)),
    keepReview(id, review) {
      get(id)
      reviews.put(id, review)
      parsed.delete(id)
      return get(id)
    },
  }
}

function checkTake(input: unknown): Take {
  const parsed = Take.safeParse(input)
  if (parsed.success) return parsed.data
  throw new CortadoError('INVALID_INPUT', `That take cannot be stored. ${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  })
}

function requireMedia(media: MediaStore, sha256: string): void {
  if (!media.locate(sha256)) throw new CortadoError('NOT_FOUND', `No file ${sha256} is in the project. Adopt it first.`)
}

function toRow(take: Take): (string | number | null)[] {
  return [
    take.id,
    take.shot,
    take.number,
    canonicalJson(take.recipe),
    take.recipeSha256,
    take.master,
    take.proxy,
    take.poster,
    take.filmstrip,
    take.filmstripFrames,
    take.frames,
    take.rate.num,
    take.rate.den,
    take.size.width,
    take.size.height,
    take.rating,
    Number(take.rejected),
    take.parent,
    take.madeInMs,
    take.peakBytes,
    take.createdAt,
    take.label,
    Number(take.favourite),
  ]
}

function parseTake(row: TakeRow, folder: string): Take {
  try {
    return Take.parse({
      ...row,
      recipe: JSON.parse(row.recipe),
      recipeSha256: row.recipe_sha256,
      filmstripFrames: row.filmstrip_frames,
      rate: { num: row.rate_num, den: row.rate_den },
      size: { width: row.width, height: row.height },
      rejected: row.rejected === 1,
      favourite: row.favourite === 1,
      madeInMs: row.made_in_ms,
      peakBytes: row.peak_bytes,
      createdAt: row.created_at,
      review: parseSummary(row.review),
    })
  } catch (error) {
    throw damaged(folder, error)
  }
}

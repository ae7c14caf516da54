import { Review, REVIEW_METHOD, ReviewSummary } from '../../core/review/entities.ts'
import type { Store } from './store.ts'

export interface ReviewRows {
  /** All of it; null where there is none, or one of an older method. */
  get(take: string): Review | null
  put(take: string, review: Review): void
}

/** The column of a take's row that {@link parseSummary} reads: null without a review of this method. */
export const SUMMARY = `(SELECT summary FROM review WHERE review.take = take.id AND review.version = ${REVIEW_METHOD}) AS review`

/**
 * Reviews lie beside their takes and are not part of them. One that does not parse counts as missing: it is measured
 * again, which a damaged take is not.
 */
export function createReviewRows(store: Store): ReviewRows {
  const find = store.db.prepare<[string, number], { summary: string; frames: number; curves: string }>(
    'SELECT summary, frames, curves FROM review WHERE take = ? AND version = ?',
  )
  const put = store.db.prepare<[string, number, string, number, string, number]>(
    `INSERT INTO review (take, version, summary, frames, curves, made_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (take) DO UPDATE SET version = excluded.version, summary = excluded.summary,
       frames = excluded.frames, curves = excluded.curves, made_at = excluded.made_at`,
  )
  return {
    get(take) {
      const row = store.read(() => find.get(take, REVIEW_METHOD))
      const summary = parseSummary(row?.summary ?? null)
      if (!row || !summary) return null
      return Review.safeParse({ ...summary, frames: row.frames, curves: parseJson(row.curves) }).data ?? null
    },
    put(take, { frames, curves, ...summary }) {
      const [words, lines] = [JSON.stringify(summary), JSON.stringify(curves)]
      store.write(() => put.run(take, REVIEW_METHOD, words, frames, lines, Date.now()))
    },
  }
}

/** Figures and findings from their column; null where they are not there or not whole. */
export function parseSummary(text: string | null): ReviewSummary | null {
  return text === null ? null : (ReviewSummary.safeParse(parseJson(text)).data ?? null)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { useEffect, useState } from 'react'
import type { Take } from '../../core/library/entities.ts'
import type { Review } from '../../core/review/entities.ts'
import { client, toTrouble } from '../api/index.ts'

/** A take's review with its curves; null while it is on its way, `failed` with the reason where it cannot be had. */
export type ReviewState = { review: Review | null; failed: string | null }

const WAITING: ReviewState = { review: null, failed: null }

/** Reads a take's review, which measures the take where that was not done yet. */
export function useReview(take: Take | null): ReviewState {
  const [state, setState] = useState<{ key: string } & ReviewState>({ key: '', ...WAITING })
  const id = take?.id ?? null
  // A review that was made again is read again.
  const key = JSON.stringify([id, take?.review?.figures])
  useEffect(() => {
    if (id === null) return undefined
    let stale = false
    const put = (next: ReviewState): void => {
      if (!stale) setState({ key, ...next })
    }
    client.review.take({ id }).then(
      (review) => put({ review, failed: null }),
      (error: unknown) => put({ review: null, failed: toTrouble(error).message }),
    )
    return () => {
      stale = true
    }
  }, [id, key])
  return state.key === key ? state : WAITING
}

import type { JSX } from 'react'

const FIVE = [1, 2, 3, 4, 5] as const

/** A rating of 0 to 5 stars. With `onRate` each star is a button; the current one clears the rating. */
export function Stars({
  value,
  onRate,
}: {
  value: number
  onRate?: ((value: number) => void) | undefined
}): JSX.Element | null {
  if (!onRate) {
    if (value === 0) return null
    return (
      <span className="stars" role="img" aria-label={`${value} of 5 stars`}>
        {'★'.repeat(value)}
      </span>
    )
  }
  return (
    <span className="stars stars-live" role="group" aria-label="Rating">
      {FIVE.map((star) => (
        <button
          key={star}
          type="button"
          className={star <= value ? 'star star-on' : 'star'}
          aria-label={star === value ? `Clear the rating of ${star}` : `Rate ${star} of 5`}
          aria-pressed={star <= value}
          onClick={() => onRate(star === value ? 0 : star)}
        >
          ★
        </button>
      ))}
    </span>
  )
}

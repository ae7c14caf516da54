import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { rateTake } from '../store/index.ts'

/** Stars on a tile, for the pointer only: keys 1 to 5 and the panel's stars do the same for everyone. */
export function PointerStars({ take }: { take: Take }): JSX.Element {
  return (
    <span className="tile-stars">
      {[1, 2, 3, 4, 5].map((star) => (
        <span
          key={star}
          className={star <= take.rating ? 'star star-on' : 'star'}
          onDoubleClick={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation()
            void rateTake(take, { rating: star === take.rating ? 0 : star })
          }}
        >
          ★
        </span>
      ))}
    </span>
  )
}

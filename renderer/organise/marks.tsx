import type { JSX } from 'react'
import './organise.css'
import type { Marks } from '../../core/library/marks.ts'

/** The dot of a label and the heart of a favourite, as far as there are any. */
export function MarkDots({ label, favourite }: Marks): JSX.Element {
  return (
    <>
      {label && (
        <span className={`label-mark label-${label}`} role="img" aria-label={`Label ${label}`} data-tip={label} />
      )}
      {favourite && (
        <span role="img" aria-label="Favourite" data-tip="Favourite">
          ♥
        </span>
      )}
    </>
  )
}

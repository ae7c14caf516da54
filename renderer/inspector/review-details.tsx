import type { JSX } from 'react'
import '../review/review.css'
import type { Take } from '../../core/library/entities.ts'
import { FINDING_WORDS, figureWords, foundWords } from '../review/review-words.ts'
import { Row } from './rows.tsx'

/** What was measured of a take: its figures, and what is likely wrong with it where. */
export function ReviewDetails({ take }: { take: Take }): JSX.Element {
  const { review } = take
  return (
    <section aria-label="Review">
      <h3 className="insp-head">
        Review
        <span className="review-kind" data-tip="Rules of thumb, measured on a small copy of the take">
          heuristic
        </span>
      </h3>
      {!review && <p className="insp-words">This take is not measured yet.</p>}
      {review && (
        <dl>
          {figureWords(review.figures, review.still).map(({ name, value }) => (
            <Row key={name} name={name} mono>
              {value}
            </Row>
          ))}
          {review.cycle !== null && (
            <Row name="Comes back" mono>
              every {review.cycle} f
            </Row>
          )}
        </dl>
      )}
      {review && review.findings.length === 0 && <p className="insp-words">{foundWords(review)}.</p>}
      {review && review.findings.length > 0 && (
        <ul className="findings">
          {review.findings.map(({ kind, from, to, words }) => (
            <li key={`${kind} ${from}`} className="finding">
              <b>
                {FINDING_WORDS[kind]}, frames {from} to {to}
              </b>
              {words}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

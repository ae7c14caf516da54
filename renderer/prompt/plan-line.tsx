import type { JSX } from 'react'
import './prompt.css'
import { cx } from '../ui/index.ts'
import type { planWords } from './plan-words.ts'

/** What takes will cost, in a line that tells of its changes; empty where nothing is known. */
export function PlanLine({
  label,
  words,
  fits,
  className,
}: {
  label: string
  words: ReturnType<typeof planWords> | null
  fits: boolean
  className?: string
}): JSX.Element {
  return (
    <p className={cx('prompt-plan', className)} aria-label={label} role="status">
      {words && (
        <>
          {words.cost}
          {words.verdict !== '' && <span className={fits ? 'plan-fine' : 'plan-tight'}>, {words.verdict}</span>}
          {words.thrift !== '' && <span className="plan-thrift">Short of memory: {words.thrift}</span>}
        </>
      )}
    </p>
  )
}

import type { JSX } from 'react'
import type { DoctorCheck } from '../../core/contract/system.ts'
import { cx, Icon } from '../ui/index.ts'
import type { IconName } from '../ui/index.ts'
import { firstSentence } from './health-words.ts'

const LOOKS: Readonly<Record<DoctorCheck['state'], { icon: IconName; words: string }>> = {
  fine: { icon: 'check', words: 'fine' },
  limited: { icon: 'minus', words: 'not available' },
  trouble: { icon: 'warning', words: 'trouble' },
}

/** One thing that was looked at. Long reasons of drivers unfold. */
export function CheckRow({ check }: { check: DoctorCheck }): JSX.Element {
  const { icon, words } = LOOKS[check.state]
  const short = check.state === 'fine' ? check.detail : firstSentence(check.detail)
  return (
    <li className={cx('health-check', `is-${check.state}`)}>
      <Icon name={icon} size={14} />
      <div>
        <h3>
          {check.name} <span className="health-state">{words}</span>
        </h3>
        {short === check.detail ? (
          <p className="health-detail">{check.detail}</p>
        ) : (
          <details className="health-detail">
            <summary>{short}</summary>
            <p className="mono">{check.detail}</p>
          </details>
        )}
        {check.advice !== '' && <p className="health-advice">{check.advice}</p>}
      </div>
    </li>
  )
}

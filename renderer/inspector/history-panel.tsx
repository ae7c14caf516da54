import { useEffect, useState } from 'react'
import type { JSX } from 'react'
import './history.css'
import type { HistoryPoint } from '../../core/library/entities.ts'
import { client, toTrouble } from '../api/index.ts'
import { formatAgo } from '../app/format.ts'
import { useNow } from '../app/use-now.ts'
import { jumpTo, madeBy, sequenceStore, useSequence } from '../store/index.ts'
import type { Hand } from '../store/index.ts'
import { toggleHistory } from '../timeline/layout-store.ts'
import { Button, cx, IconButton } from '../ui/index.ts'
import { historyRows } from './history-rows.ts'
import { RunningJobs } from './running-jobs.tsx'

const PAGE = 100

/** Every point of a sequence's history, newest first, with the branches that were left. A press goes there. */
export function HistoryPanel({ sequence }: { sequence: string }): JSX.Element {
  const { points, trouble, more } = usePoints(sequence)
  const now = useNow(30_000)
  const rows = historyRows(points)
  const hand = useSequence((state) => state.hand)
  return (
    <aside className="inspector" aria-label="History">
      <header className="pane-head">
        <h2>History</h2>
        <span className="pane-head-end" />
        <IconButton icon="close" label="Close the history" keys="H" onClick={toggleHistory} />
      </header>
      <div className="insp-body">
        {trouble !== null && <p className="insp-words hist-words">{trouble}</p>}
        <ol className="hist" aria-label="Points of the history">
          {rows.map(({ point, branch, ahead }) => (
            <li key={point.step}>
              <button
                type="button"
                className={cx('hist-point', ahead && 'is-ahead', point.current && 'is-current')}
                style={{ paddingLeft: 12 + Math.min(branch, 6) * 14 }}
                aria-current={point.current ? 'step' : undefined}
                onClick={() => jumpTo(point.step)}
              >
                <span className="hist-dot" />
                <span className="ellipsis">{wordsOf(point, hand)}</span>
                <time className="hist-time" dateTime={new Date(point.at).toISOString()}>
                  {formatAgo(point.at, now)}
                </time>
              </button>
            </li>
          ))}
        </ol>
        {more !== null && (
          <div className="insp-actions">
            <Button onClick={more}>Show older points</Button>
          </div>
        )}
      </div>
      <RunningJobs />
    </aside>
  )
}

/** What was done, and by whom where it was not done in this window. */
function wordsOf(point: HistoryPoint, hand: Hand): string {
  if (point.parent === null) return 'The beginning'
  const who = madeBy(point, hand)
  return who === null ? point.label : `${point.label} (${who})`
}

interface Points {
  points: readonly HistoryPoint[]
  trouble: string | null
  /** Reads an older page; null where there is none. */
  more: (() => void) | null
}

/** The newest pages of the history, read anew whenever the sequence has changed. */
function usePoints(sequence: string): Points {
  const [limit, setLimit] = useState(PAGE)
  const [points, setPoints] = useState<readonly HistoryPoint[]>([])
  const [trouble, setTrouble] = useState<string | null>(null)
  useEffect(() => {
    let latest = 0
    const read = async (): Promise<void> => {
      latest += 1
      const own = latest
      try {
        const answer = await client.sequence.history({ id: sequence, limit })
        if (own !== latest) return
        setPoints(answer.points)
        setTrouble(null)
      } catch (error) {
        if (own === latest) setTrouble(toTrouble(error).message)
      }
    }
    void read()
    const stop = sequenceStore.subscribe((now, before) => {
      if (now.confirmed?.revision !== before.confirmed?.revision) void read()
    })
    return () => {
      latest = Infinity
      stop()
    }
  }, [sequence, limit])
  // The studio gives a thousand points at most.
  const all = points.length < limit || limit >= 1000
  return { points, trouble, more: all ? null : () => setLimit(Math.min(1000, limit * 3)) }
}

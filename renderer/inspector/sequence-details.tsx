import type { JSX } from 'react'
import { sequenceLength } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { openDialog } from '../store/index.ts'
import { Button, Kbd } from '../ui/index.ts'
import { MarkerList } from './marker-list.tsx'
import { Row } from './rows.tsx'

const KEYS = [
  { keys: 'B', words: 'cut at the playhead' },
  { keys: 'Q', words: 'trim the start to the playhead' },
  { keys: 'W', words: 'trim the end to the playhead' },
  { keys: 'Shift+Delete', words: 'delete and close the gap' },
  { keys: 'D', words: 'dissolve at the nearest cut' },
  { keys: 'Shift+M', words: 'set a marker' },
  { keys: 'H', words: 'history' },
] as const

/** Nothing is selected: the sequence as a whole, and the keys that work on it. */
export function SequenceDetails({ sequence }: { sequence: Sequence }): JSX.Element {
  const clips = sequence.tracks.reduce((sum, track) => sum + track.items.length, 0)
  const length = sequenceLength(sequence)
  return (
    <>
      <section aria-label="Sequence">
        <h3 className="insp-head">
          <span className="ellipsis" title={sequence.name}>
            {sequence.name}
          </span>
        </h3>
        <dl>
          <Row name="Picture" mono>
            {sequence.size.width} × {sequence.size.height}
          </Row>
          <Row name="Rate" mono>
            {Number((sequence.rate.num / sequence.rate.den).toFixed(3))} fps
          </Row>
          <Row name="Length" mono>
            {sequenceTimecode(length, sequence)}
          </Row>
          <Row name="Clips" mono>
            {clips}
          </Row>
        </dl>
        <div className="insp-actions">
          <Button onClick={() => openDialog('sequence')}>Settings</Button>
          <Button icon="export" keys="Mod+E" onClick={() => openDialog('export')}>
            Export film
          </Button>
        </div>
      </section>
      <MarkerList sequence={sequence} />
      <section aria-label="Keys">
        <p className="insp-words">Select a clip to see its take, its in and out, and its recipe.</p>
        <ul className="insp-keys">
          {KEYS.map(({ keys, words }) => (
            <li key={keys}>
              <Kbd keys={keys} /> {words}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

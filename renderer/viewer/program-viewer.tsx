import { useEffect, useRef, useState } from 'react'
import type { JSX } from 'react'
import './viewer.css'
import { sequenceLength } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { ReviewCurves } from '../review/review-curves.tsx'
import { useSelectedTake } from '../review/use-selected-take.ts'
import { useStudio } from '../store/index.ts'
import { filmSound } from '../sound/film-sound.ts'
import { useCommand } from '../app/commands.ts'
import { fitInside } from './fit.ts'
import { runClock } from './play-clock.ts'
import { ProgramPicture } from './program-picture.tsx'
import { seek, transport } from './transport.ts'
import { TransportBar } from './transport-bar.tsx'
import { useSize } from './use-size.ts'

const MARGIN_PX = 24

/** The program monitor: the film at the playhead, as the render would make it, with its transport. */
export function ProgramViewer({ sequence }: { sequence: Sequence }): JSX.Element {
  const stage = useRef<HTMLDivElement>(null)
  const size = useSize(stage)
  const [safe, setSafe] = useState(false)
  const [curves, setCurves] = useState(true)
  const take = useSelectedTake(sequence)
  const media = useStudio((state) => state.media)
  useCommand('view.curves', () => setCurves(!curves))
  const length = sequenceLength(sequence)
  const latest = useRef(sequence)
  const room = { width: Math.max(1, size.width - MARGIN_PX), height: Math.max(1, size.height - MARGIN_PX) }
  const box = fitInside(sequence.size, room)

  useEffect(() => {
    latest.current = sequence
    // A shorter film must not leave the playhead behind its end.
    seek(transport.getState().at, length)
  }, [length, sequence])
  useEffect(() => filmSound.change(sequence, media), [sequence, media])
  useEffect(() => {
    const stop = runClock(() => latest.current, filmSound, window)
    return () => {
      transport.setState({ speed: 0 })
      stop()
    }
  }, [])

  return (
    <section className="viewer" aria-label="Program">
      <header className="pane-head">
        <h2>Program</h2>
        <span className="pane-head-end mono">Fit {Math.round((box.width / sequence.size.width) * 100)} %</span>
        <button
          type="button"
          className="viewer-safe"
          aria-pressed={safe}
          data-tip="Title-safe guide"
          onClick={() => setSafe(!safe)}
        >
          Safe
        </button>
        <button
          type="button"
          className="viewer-safe"
          aria-pressed={curves}
          data-tip="Motion, jumps, flicker and light of the selected take"
          data-keys="C"
          onClick={() => setCurves(!curves)}
        >
          Curves
        </button>
        <span>Proxy</span>
      </header>
      <div className="viewer-stage" ref={stage}>
        {size.width > 0 && (
          <div className="viewer-frame" style={{ width: box.width, height: box.height }}>
            <ProgramPicture sequence={sequence} width={box.width} height={box.height} />
            {safe && <div className="viewer-guide" />}
          </div>
        )}
      </div>
      {curves && take && <ReviewCurves take={take} sequence={sequence} />}
      <TransportBar length={length} sequence={sequence} />
    </section>
  )
}

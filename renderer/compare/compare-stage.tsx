import { useEffect, useLayoutEffect, useRef } from 'react'
import type { JSX, PointerEvent } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { frames } from '../viewer/frame-source.ts'
import { playedTo } from '../viewer/transport.ts'
import { comparedFrames, framesAt } from './compare-model.ts'
import { compareStore, useCompare } from './compare-store.ts'
import { BETWEEN, paintCompared } from './paint-compare.ts'

interface Props {
  a: Take
  b: Take
  playing: boolean
  /** The frame that is shown while it stands. */
  index: number
  onFrame: (frame: number) => void
}

const AHEAD = 12

/** Two takes in one picture, at the same moment of both. */
export function CompareStage({ a, b, playing, index, onFrame }: Props): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const shown = useRef(index)
  const look = useCompare((state) => state)
  const { mode, wipe } = look
  const width = Math.max(a.size.width, b.size.width)
  const height = Math.round((width * a.size.height) / a.size.width)
  const all = mode === 'side' ? 2 * width + BETWEEN : width
  const total = comparedFrames(a, b)
  const tell = useRef(onFrame)

  const paint = useRef<() => void>(() => undefined)
  useLayoutEffect(() => {
    tell.current = onFrame
    paint.current = () => {
      const context = canvas.current?.getContext('2d')
      const at = framesAt(shown.current, a, b)
      const [left, right] = [frames.peek(a, at.a), frames.peek(b, at.b)]
      // What is on screen stays while one of the two is late.
      if (!context || !canvas.current || !left || !right) return
      paintCompared(context, left, right, look)
      canvas.current.dataset['painted'] = `${look.mode} ${shown.current}`
    }
    paint.current()
  })

  useEffect(() => {
    const show = (frame: number): void => {
      shown.current = frame
      const ahead = Array.from({ length: playing ? AHEAD : 1 }, (_, step) => framesAt((frame + step) % total, a, b))
      frames.want(
        ahead.flatMap((at) => [
          { take: a, index: at.a },
          { take: b, index: at.b },
        ]),
      )
      tell.current(frame)
      paint.current()
    }
    const from = Math.min(index, total - 1)
    show(from)
    const stopListening = frames.subscribe(() => paint.current())
    const began = performance.now()
    let request = 0
    const tick = (now: number): void => {
      const at = playedTo(from, Math.max(0, now - began), 1, a.rate) % total
      if (at !== shown.current) show(at)
      request = requestAnimationFrame(tick)
    }
    if (playing) request = requestAnimationFrame(tick)
    return () => {
      cancelAnimationFrame(request)
      stopListening()
    }
  }, [a, b, playing, index, total])

  const drag = (event: PointerEvent<HTMLElement>): void => {
    if (mode !== 'wipe' || event.buttons !== 1) return
    const box = event.currentTarget.getBoundingClientRect()
    compareStore.setState({ wipe: Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) })
  }
  return (
    <div
      className={mode === 'wipe' ? 'viewer-fit compare-stage is-wipe' : 'viewer-fit compare-stage'}
      style={{ aspectRatio: `${all} / ${height}` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag(event)
      }}
      onPointerMove={drag}
    >
      <canvas ref={canvas} role="img" aria-label="Comparison" width={all} height={height} />
      {mode === 'wipe' && <span className="compare-line" style={{ left: `${100 * wipe}%` }} />}
      <Names a={a} b={b} />
    </div>
  )
}

/** Which take is where. */
function Names({ a, b }: Pick<Props, 'a' | 'b'>): JSX.Element {
  const { mode, single } = useCompare((state) => state)
  const names = [`A · take ${a.number}`, `B · take ${b.number}`]
  if (mode === 'difference') return <span className="compare-name compare-name-a">difference, brightened</span>
  return (
    <>
      {(mode !== 'single' || single === 'a') && <span className="compare-name compare-name-a">{names[0]}</span>}
      {(mode !== 'single' || single === 'b') && <span className="compare-name compare-name-b">{names[1]}</span>}
    </>
  )
}

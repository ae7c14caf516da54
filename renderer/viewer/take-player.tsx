import { useEffect, useRef, useState } from 'react'
import type { JSX } from 'react'
import './viewer.css'
import type { Take } from '../../core/library/entities.ts'
import { playedTo } from './transport.ts'
import { frames } from './frame-source.ts'
import { paintTake } from './paint.ts'

interface TakePlayerProps {
  take: Take
  /** Plays, over and over, while true; else the frame stands. */
  playing: boolean
  /** The frame that is shown while it stands. */
  index?: number
  /** Hears which frame is on screen. */
  onFrame?: (index: number) => void
  className?: string
}

/** One take in a canvas of its own size: plays by the clock, or stands on one exact frame. */
export function TakePlayer({ take, playing, index = 0, onFrame, className }: TakePlayerProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const shown = useRef(index)
  const [failed, setFailed] = useState(false)
  const tell = useRef(onFrame)
  useEffect(() => {
    tell.current = onFrame
  })

  useEffect(() => {
    const paint = (): void => {
      const context = canvas.current?.getContext('2d')
      if (context) setFailed(paintTake(context, frames, take, shown.current) === 'failed')
    }
    const show = (at: number): void => {
      shown.current = at
      frames.want(
        Array.from({ length: playing ? Math.min(take.frames, 24) : 1 }, (_, ahead) => ({
          take,
          index: (at + ahead) % take.frames,
        })),
      )
      tell.current?.(at)
      paint()
    }
    const from = Math.min(take.frames - 1, Math.max(0, index))
    show(from)
    const stopListening = frames.subscribe(paint)
    let request = 0
    if (playing) {
      const began = performance.now()
      const tick = (now: number): void => {
        const at = playedTo(from, Math.max(0, now - began), 1, take.rate) % take.frames
        if (at !== shown.current) show(at)
        request = requestAnimationFrame(tick)
      }
      request = requestAnimationFrame(tick)
    }
    return () => {
      cancelAnimationFrame(request)
      stopListening()
    }
  }, [take, playing, index])

  return (
    <span className="take-player">
      <canvas
        ref={canvas}
        className={className}
        role="img"
        aria-label={`Take ${take.number}`}
        width={take.size.width}
        height={take.size.height}
      />
      {failed && <span className="program-note">This take cannot be shown.</span>}
    </span>
  )
}

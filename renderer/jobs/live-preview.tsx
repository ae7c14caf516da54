import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import { usePreview } from '../store/index.ts'
import './live-preview.css'
import { previewFrames } from './preview-pixels.ts'

const FRAMES_A_SECOND = 8

/** What a running job has so far, moving. Nothing is drawn until its first preview has come. */
export function LivePreview({ job }: { job: string }): JSX.Element | null {
  const canvas = useRef<HTMLCanvasElement>(null)
  const preview = usePreview(job)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || !preview) return
    const frames = previewFrames(preview).map((rgba) => new ImageData(rgba, preview.width, preview.height))
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const draw = (): void => {
      // Counted from the clock, so that a new step goes on in the same place of the movement.
      const at = still ? 0 : Math.floor((performance.now() / 1000) * FRAMES_A_SECOND) % Math.max(1, frames.length)
      const frame = frames[at]
      if (frame) context.putImageData(frame, 0, 0)
    }
    draw()
    if (still) return
    const timer = setInterval(draw, 1000 / FRAMES_A_SECOND)
    return () => clearInterval(timer)
  }, [preview])
  if (!preview) return null
  return (
    <canvas
      ref={canvas}
      className="live-preview"
      role="img"
      aria-label="Live preview"
      data-step={preview.step}
      width={preview.width}
      height={preview.height}
    />
  )
}

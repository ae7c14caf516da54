import { useState } from 'react'
import type { JSX } from 'react'
import type { Size } from '../../../core/generation/recipe.ts'
import { mediaUrl } from '../../api/index.ts'

interface SkimStripProps {
  /** The filmstrip's sha256, and how many pictures are in it. */
  strip: string
  frames: number
  size: Size
}

/** Shows another moment of a take or of media for each place the pointer rests on: the filmstrip, skimmed by hand. */
export function SkimStrip({ strip, frames, size }: SkimStripProps): JSX.Element {
  const [part, setPart] = useState<number | null>(null)
  const last = Math.max(1, frames - 1)
  const index = part === null ? 0 : Math.min(last, Math.floor(part * frames))
  return (
    <span
      className="bin-skim"
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        setPart(Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width)))
      }}
      onPointerLeave={() => setPart(null)}
    >
      {part !== null && (
        <>
          <span
            className="bin-skim-picture"
            style={{
              aspectRatio: `${size.width} / ${size.height}`,
              backgroundImage: `url("${mediaUrl(strip)}")`,
              backgroundSize: `${frames * 100}% 100%`,
              backgroundPositionX: `${(index / last) * 100}%`,
            }}
          />
          <span className="bin-skim-line" style={{ left: `${part * 100}%` }} />
        </>
      )}
    </span>
  )
}

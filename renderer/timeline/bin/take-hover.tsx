import { useState } from 'react'
import type { JSX } from 'react'
import type { Take } from '../../../core/library/entities.ts'
import { mediaUrl } from '../../api/index.ts'

/** Shows another moment of the take for each place the pointer rests on: the filmstrip, skimmed by hand. */
export function TakeHover({ take }: { take: Take }): JSX.Element {
  const [part, setPart] = useState<number | null>(null)
  const last = Math.max(1, take.filmstripFrames - 1)
  const index = part === null ? 0 : Math.min(last, Math.floor(part * take.filmstripFrames))
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
              aspectRatio: `${take.size.width} / ${take.size.height}`,
              backgroundImage: `url("${mediaUrl(take.filmstrip)}")`,
              backgroundSize: `${take.filmstripFrames * 100}% 100%`,
              backgroundPositionX: `${(index / last) * 100}%`,
            }}
          />
          <span className="bin-skim-line" style={{ left: `${part * 100}%` }} />
        </>
      )}
    </span>
  )
}

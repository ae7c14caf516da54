import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { JSX } from 'react'
import { useStore } from 'zustand'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { isRead, studioStore, wantTakes } from '../store/index.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { timelineStore } from '../timeline/timeline-store.ts'
import { frames } from './frame-source.ts'
import { mediaIndex } from './media-frames.ts'
import { paintShown } from './paint.ts'
import type { Painted } from './paint.ts'
import { clipsAhead, framesAhead } from './prefetch.ts'
import { shownAt, shownAtEdge } from './shown-frame.ts'
import type { Shown } from './shown-frame.ts'
import { undrawnAt } from './undrawn.ts'
import { transport } from './transport.ts'

interface ProgramPictureProps {
  sequence: Sequence
  /** CSS pixels. */
  width: number
  height: number
}

/** The film at the playhead. Painted outside React whenever the playhead, the document or a decoded frame changes. */
export function ProgramPicture({ sequence, width, height }: ProgramPictureProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const undrawn = useStore(transport, ({ at }) => undrawnAt(sequence, at))
  const [painted, setPainted] = useState<Painted>('gap')
  const scale = window.devicePixelRatio

  const paint = useRef<() => void>(() => undefined)
  useLayoutEffect(() => {
    paint.current = () => {
      const context = canvas.current?.getContext('2d')
      if (!context) return
      const shown = shownNow(sequence)
      if (shown.kind === 'empty' && unread([shown.clip]).length > 0) return
      const next = paintShown(context, frames, shown)
      // What is on screen stays while a frame is late: no flash, only a frame less.
      if (next !== 'late') setPainted(next)
    }
    paint.current()
  })

  useEffect(() => {
    const ask = (): void => {
      const { at, speed } = transport.getState()
      const { shots, media } = studioStore.getState()
      wantTakes(unread(clipsAhead(sequence, at)))
      const shown = shownNow(sequence)
      const ahead = framesAhead(sequence, at, speed, shotIndex(shots), mediaIndex(media))
      frames.want(shown.kind === 'frame' ? [shown, ...ahead] : ahead)
      paint.current()
    }
    ask()
    const stops = [
      transport.subscribe(ask),
      frames.subscribe(() => paint.current()),
      studioStore.subscribe((state, before) => {
        if (state.shots !== before.shots || state.media !== before.media) ask()
      }),
      timelineStore.subscribe((state, before) => {
        if (state.ghost !== before.ghost) ask()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [sequence])

  return (
    <>
      <canvas
        ref={canvas}
        className="program-canvas"
        role="img"
        aria-label="Program picture"
        data-painted={painted}
        width={Math.max(1, Math.round(width * scale))}
        height={Math.max(1, Math.round(height * scale))}
        style={{ width, height }}
      />
      {painted === 'empty' && undrawn === null && (
        <p className="program-note">The shot has no take yet, or the file is not in the project.</p>
      )}
      {undrawn !== null && <p className="program-undrawn">{undrawn}</p>}
      {painted === 'failed' && (
        <p className="program-note">
          This take cannot be shown. Its proxy may be damaged.{' '}
          <button type="button" className="program-retry" onClick={() => retry()}>
            Try again
          </button>
        </p>
      )}
    </>
  )
}

/** The shots of these clips whose takes are not here yet. */
function unread(clips: readonly Clip[]): string[] {
  const shots = shotIndex(studioStore.getState().shots)
  return clips.flatMap(({ source }) => {
    const shot = source.kind === 'shot' ? shots.get(source.shot) : undefined
    return shot && !isRead(shot) ? [shot.id] : []
  })
}

/** The frame under the playhead or, while an edge is being trimmed, the frame at that edge. */
function shownNow(sequence: Sequence): Shown {
  const studio = studioStore.getState()
  const [shots, media] = [shotIndex(studio.shots), mediaIndex(studio.media)]
  const { ghost } = timelineStore.getState()
  if (ghost && ghost.kind !== 'place') return shownAtEdge(sequence, ghost, shots, media)
  return shownAt(sequence, transport.getState().at, shots, media)
}

function retry(): void {
  frames.forgive()
  // Any change of the transport asks for frames again.
  transport.setState({ ...transport.getState() })
}

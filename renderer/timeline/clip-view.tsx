import { memo, useEffect, useRef } from 'react'
import type { JSX } from 'react'
import { COMMANDS } from '../../core/commands/table.ts'
import type { Clip } from '../../core/timeline/sequence.ts'
import { timecode } from '../../core/timeline/time.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { selectClip, useUi } from '../store/index.ts'
import { runCommand } from '../app/commands.ts'
import { refineItems } from '../refine/refine-items.ts'
import { cx, useContextMenu } from '../ui/index.ts'
import { badgeOf, ClipFace } from './clip-face.tsx'
import { useJobOf, useShotOf, useTakeOf } from './lookup.ts'
import { useTimeline } from './timeline-store.ts'

interface ClipViewProps {
  clip: Clip
  rate: Rate
  pxPerFrame: number
  /** The part of the content on screen, in pixels. */
  from: number
  to: number
  /** Whether Tab may land here while nothing is selected. */
  first: boolean
}

/** One clip on a track. The pointer is handled by the lanes; this draws, and takes the focus. */
export const ClipView = memo(function ClipView({
  clip,
  rate,
  pxPerFrame,
  from,
  to,
  first,
}: ClipViewProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const shot = useShotOf(clip)
  const take = useTakeOf(clip)
  const job = useJobOf(shot?.id ?? null)
  const selected = useUi((state) => state.clip === clip.id)
  const nothingSelected = useUi((state) => state.clip === null)
  const dragged = useTimeline((state) => state.ghost?.clip === clip.id)

  const { onContextMenu, menu } = useContextMenu(`Clip ${clip.name}`, () => [
    ...refineItems(take),
    null,
    ...(['clip.lift', 'clip.rippleDelete'] as const).map((id) => ({
      label: COMMANDS[id].label,
      keys: COMMANDS[id].keys[0],
      onSelect: () => void runCommand(id),
    })),
  ])

  useEffect(() => {
    const region = element.current?.closest('.timeline')
    // A selection made by key takes the focus along, but never steals it from another part of the window.
    if (selected && region?.contains(document.activeElement)) element.current?.focus({ preventScroll: true })
  }, [selected])

  return (
    <>
      <div
        ref={element}
        role="button"
        tabIndex={selected || (nothingSelected && first) ? 0 : -1}
        aria-label={`Clip ${clip.name}`}
        aria-pressed={selected}
        aria-description={describe(clip, rate, badgeOf(shot, take))}
        className={cx('tl-clip', selected && 'is-selected', dragged && 'is-dragged')}
        style={{ left: clip.start * pxPerFrame, width: Math.max(1, clip.length * pxPerFrame - 1) }}
        onFocus={() => selectClip(clip.id)}
        onContextMenu={(event) => {
          selectClip(clip.id)
          onContextMenu(event)
        }}
      >
        <ClipFace
          clip={clip}
          shot={shot}
          take={take}
          job={job}
          rate={rate}
          pxPerFrame={pxPerFrame}
          from={from}
          to={to}
        />
      </div>
      {menu}
    </>
  )
})

function describe(clip: Clip, rate: Rate, badge: string): string {
  return `Take ${badge.replace('/', ' of ')}, at ${timecode(clip.start, rate)}, ${clip.length} frames long`
}

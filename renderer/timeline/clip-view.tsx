import { memo, useEffect, useRef } from 'react'
import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import type { Clip } from '../../core/timeline/sequence.ts'
import { convertFrames } from '../../core/timeline/time.ts'
import { timecode } from '../../core/timeline/timecode.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { selectClip, useUi } from '../store/index.ts'
import { changeItems, commandItem } from '../change/change-items.ts'
import { markedRange, useMarks } from '../change/marks.ts'
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
    ...changeItems(take),
    null,
    commandItem('clip.compare'),
    commandItem('take.grid'),
    commandItem('take.lineage'),
    null,
    ...refineItems(take),
    null,
    commandItem('clip.lift'),
    commandItem('clip.rippleDelete'),
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
        {take && <MarkedPart clip={clip} take={take} rate={rate} pxPerFrame={pxPerFrame} />}
      </div>
      {menu}
    </>
  )
})

function describe(clip: Clip, rate: Rate, badge: string): string {
  return `Take ${badge.replace('/', ' of ')}, at ${timecode(clip.start, rate)}, ${clip.length} frames long`
}

/** The marked range of the take, where the clip shows it. */
function MarkedPart({
  clip,
  take,
  rate,
  pxPerFrame,
}: Pick<ClipViewProps, 'clip' | 'rate' | 'pxPerFrame'> & { take: Take }): JSX.Element | null {
  const range = markedRange(useMarks(), take)
  if (range === null) return null
  const place = (at: number): number =>
    Math.min(clip.length, Math.max(0, convertFrames(at, take.rate, rate) - clip.offset))
  const [from, to] = [place(range.from), place(range.to)]
  if (from >= to) return null
  return <span className="tl-marked" style={{ left: from * pxPerFrame, width: (to - from) * pxPerFrame }} />
}

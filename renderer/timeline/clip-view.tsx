import { memo, useEffect, useRef } from 'react'
import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import type { TrackHead } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { convertFrames } from '../../core/timeline/time.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { timecode } from '../../core/timeline/timecode.ts'
import { selectClip, useUi } from '../store/index.ts'
import { changeItems, commandItem } from '../change/change-items.ts'
import { markedRange, useMarks } from '../change/marks.ts'
import { refineItems } from '../refine/refine-items.ts'
import { cx, useContextMenu } from '../ui/index.ts'
import { badgeOf, ClipFace } from './clip-face.tsx'
import { useJobOf, useShotOf, useTakeOf } from './lookup.ts'
import type { Ghost } from './ghost.ts'
import { useTimeline } from './timeline-store.ts'

interface ClipViewProps {
  clip: Clip
  /** Of the track it lies on. */
  kind: TrackHead['kind']
  rate: Rate
  pxPerFrame: number
  /** Of the lane, in pixels. */
  height: number
  /** The part of the content on screen, in pixels. */
  from: number
  to: number
  /** Whether Tab may land here while nothing is selected. */
  first: boolean
}

/** One clip on a track. The pointer is handled by the lanes; this draws, and takes the focus. */
export const ClipView = memo(function ClipView({
  clip,
  kind,
  rate,
  pxPerFrame,
  height,
  from,
  to,
  first,
}: ClipViewProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const shot = useShotOf(clip)
  const take = useTakeOf(clip)
  const job = useJobOf(shot?.id ?? null)
  const selected = useUi((state) => state.clips.includes(clip.id))
  const last = useUi((state) => state.clip === clip.id)
  const nothingSelected = useUi((state) => state.clip === null)
  const dragged = useTimeline((state) => isHeld(state.ghost, clip.id))

  const { onContextMenu, menu } = useContextMenu(`Clip ${clip.name}`, () => [
    ...(shot ? [...changeItems(take), null] : []),
    ...(take ? (['clip.compare', 'take.grid', 'take.lineage'] as const).map(commandItem) : []),
    ...(take ? [null, ...refineItems(take), null] : []),
    ...(clip.source.kind === 'sequence' ? [commandItem('clip.openNested'), null] : []),
    ...(['clip.transition', 'clip.speed', 'clip.enable', 'clip.duplicate', 'clip.nest'] as const).map(commandItem),
    commandItem(clip.links ? 'clip.unlink' : 'clip.link'),
    commandItem(clip.group === undefined ? 'clip.group' : 'clip.ungroup'),
    null,
    commandItem('clip.lift'),
    commandItem('clip.rippleDelete'),
  ])

  useEffect(() => {
    const region = element.current?.closest('.timeline')
    // A selection made by key takes the focus along, but never steals it from another part of the window.
    if (last && region?.contains(document.activeElement)) element.current?.focus({ preventScroll: true })
  }, [last])

  return (
    <>
      <div
        ref={element}
        role="button"
        tabIndex={last || (nothingSelected && first) ? 0 : -1}
        aria-label={`Clip ${clip.name}`}
        aria-pressed={selected}
        aria-description={describe(clip, rate, shot ? badgeOf(shot, take) : null)}
        className={cx(
          'tl-clip',
          `tl-clip-${lookOf(clip, kind)}`,
          clip.colour && `tint-${clip.colour}`,
          clip.disabled && 'is-disabled',
          selected && 'is-selected',
          dragged && 'is-dragged',
        )}
        style={{ left: clip.start * pxPerFrame, width: Math.max(1, clip.length * pxPerFrame - 1) }}
        // The pointer selects through the lanes, which know of keys that are held; only the keyboard selects by focus.
        onFocus={(event) => {
          if (!selected && event.currentTarget.matches(':focus-visible')) selectClip(clip.id)
        }}
        onContextMenu={(event) => {
          if (!selected) selectClip(clip.id)
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
          height={height}
          from={from}
          to={to}
          sound={kind === 'audio'}
        />
        {selected && <span className="tl-clip-ring" />}
        {take && <MarkedPart clip={clip} take={take} rate={rate} pxPerFrame={pxPerFrame} />}
      </div>
      {menu}
    </>
  )
})

/** Whether a clip is being dragged now. */
function isHeld(ghost: Ghost | null, id: string): boolean {
  return ghost !== null && (ghost.clip === id || (ghost.kind === 'place' && ghost.also.includes(id)))
}

/** What a clip is drawn as: generated, imported, sound, words or another sequence. */
function lookOf({ source }: Clip, kind: TrackHead['kind']): string {
  if (source.kind === 'shot' || source.kind === 'media') return kind === 'audio' ? 'sound' : source.kind
  return source.kind
}

function describe(clip: Clip, rate: Rate, badge: string | null): string {
  const what =
    badge === null
      ? clip.source.kind === 'media'
        ? 'An imported file'
        : `${clip.source.kind === 'adjustment' ? 'An' : 'A'} ${clip.source.kind}`
      : `Take ${badge.replace('/', ' of ')}`
  return `${what}, at ${timecode(clip.start, rate)}, ${clip.length} frames long`
}

/** The marked range of the take, where the clip shows it. */
function MarkedPart({
  clip,
  take,
  rate,
  pxPerFrame,
}: Pick<ClipViewProps, 'clip' | 'rate' | 'pxPerFrame'> & { take: Take }): JSX.Element | null {
  const range = markedRange(useMarks(), take)
  // Along another speed the marks lie elsewhere; the viewer of the take shows them.
  if (range === null || clip.retime) return null
  const place = (at: number): number =>
    Math.min(clip.length, Math.max(0, convertFrames(at, take.rate, rate) - clip.offset))
  const [from, to] = [place(range.from), place(range.to)]
  if (from >= to) return null
  return <span className="tl-marked" style={{ left: from * pxPerFrame, width: (to - from) * pxPerFrame }} />
}

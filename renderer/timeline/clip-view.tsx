import { memo, useEffect, useRef } from 'react'
import type { JSX, ReactNode } from 'react'
import type { Take } from '../../core/library/entities.ts'
import type { TrackHead } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { convertFrames } from '../../core/timeline/time.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { timecode } from '../../core/timeline/timecode.ts'
import { selectClip } from '../store/index.ts'
import { markedRange, useMarks } from '../change/marks.ts'
import { cx } from '../ui/index.ts'
import { badgeOf, ClipFace } from './clip-face.tsx'
import { useJobOf, useShotOf, useTakeOf } from './lookup.ts'
import type { Ghost } from './ghost.ts'
import { useTimeline } from './timeline-store.ts'

/** Narrower clips are drawn plain: a sliver of a picture tells nothing. */
const FACE_MIN_PX = 24

interface ClipViewProps {
  clip: Clip
  /** Of the track it lies on. */
  kind: TrackHead['kind']
  rate: Rate
  pxPerFrame: number
  /** Of the lane, in pixels. */
  height: number
  /** The part of the clip on screen, in pixels from the start of the sequence. */
  from: number
  to: number
  selected: boolean
  /** Whether it was selected last, and the inspector shows it. */
  last: boolean
  /** Whether Tab may land here. */
  entry: boolean
}

/** One clip on a track. The pointer is handled by the lanes; this draws, and takes the focus. */
export const ClipView = memo(function ClipView(props: ClipViewProps): JSX.Element {
  const { clip, pxPerFrame } = props
  return clip.length * pxPerFrame >= FACE_MIN_PX ? (
    <FacedClip {...props} />
  ) : (
    <ClipBox {...props} description={describe(clip, props.rate, null)} />
  )
})

/** A clip with room for its name and pictures. */
function FacedClip(props: ClipViewProps): JSX.Element {
  const { clip, kind, rate, pxPerFrame, height, from, to } = props
  const shot = useShotOf(clip)
  const take = useTakeOf(clip)
  const job = useJobOf(shot?.id ?? null)
  return (
    <ClipBox {...props} description={describe(clip, rate, shot && take ? badgeOf(shot, take) : null)}>
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
      {take && <MarkedPart clip={clip} take={take} rate={rate} pxPerFrame={pxPerFrame} />}
    </ClipBox>
  )
}

function ClipBox({
  clip,
  kind,
  pxPerFrame,
  selected,
  last,
  entry,
  description,
  children,
}: ClipViewProps & { description: string; children?: ReactNode }): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const dragged = useTimeline((state) => isHeld(state.ghost, clip.id))

  useEffect(() => {
    const region = element.current?.closest('.timeline')
    // A selection made by key takes the focus along, but never steals it from another part of the window.
    if (last && region?.contains(document.activeElement)) element.current?.focus({ preventScroll: true })
  }, [last])

  return (
    <div
      ref={element}
      role="button"
      tabIndex={last || entry ? 0 : -1}
      aria-label={`Clip ${clip.name}`}
      aria-pressed={selected}
      aria-description={description}
      className={cx(
        'tl-clip',
        `tl-clip-${lookOf(clip, kind)}`,
        clip.colour && `tint-${clip.colour}`,
        clip.disabled && 'is-disabled',
        selected && 'is-selected',
        dragged && 'is-dragged',
        children === undefined && 'is-plain',
      )}
      style={{ left: clip.start * pxPerFrame, width: Math.max(1, clip.length * pxPerFrame - 1) }}
      // The pointer selects through the lanes, which know of keys that are held; only the keyboard selects by focus.
      onFocus={(event) => {
        if (!selected && event.currentTarget.matches(':focus-visible')) selectClip(clip.id)
      }}
    >
      {children}
      {selected && <span className="tl-clip-ring" />}
    </div>
  )
}

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

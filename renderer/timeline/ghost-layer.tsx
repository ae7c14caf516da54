import type { JSX } from 'react'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { frame } from '../../core/timeline/time.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { plural } from '../app/format.ts'
import { ClipFace } from './clip-face.tsx'
import { currentClip } from './ghost.ts'
import type { Ghost } from './ghost.ts'
import { useShotOf, useTakeOf } from './lookup.ts'
import { useTimeline } from './timeline-store.ts'
import { LIMIT_WORDS } from './trim-limits.ts'

/** From this width on an extension has room for words. */
const WORDS_PX = 112

interface GhostLayerProps {
  sequence: Sequence
  track: string
  /** Of the lane, in pixels. */
  height: number
  pxPerFrame: number
  from: number
  to: number
}

/** Where the dragged clip would land on this track. Only this re-renders while the pointer moves. */
export function GhostLayer({ sequence, track, ...view }: GhostLayerProps): JSX.Element | null {
  const ghost = useTimeline((state) => state.ghost)
  if (!ghost) return null
  if (ghost.track !== track) return <AlsoMoved ghost={ghost} sequence={sequence} track={track} {...view} />
  const x = ghost.start * view.pxPerFrame
  const width = Math.max(2, ghost.length * view.pxPerFrame - 1)
  const clip = ghostClip(ghost, sequence)
  const how = ghost.kind === 'place' ? ghost.how : ghost.kind
  const limited = ghost.kind !== 'place' && ghost.limit !== null && !(ghost.kind === 'trim' && ghost.extend > 0)
  return (
    <>
      <AlsoMoved ghost={ghost} sequence={sequence} track={track} {...view} />
      {ghost.snapAt !== null && <div className="tl-snap" style={{ left: ghost.snapAt * view.pxPerFrame }} />}
      <div className={`tl-clip tl-ghost tl-ghost-${how}`} style={{ left: x, width }}>
        {clip ? <GhostFace clip={clip} sequence={sequence} {...view} /> : <NewFace ghost={ghost} />}
      </div>
      {ghost.kind === 'trim' && ghost.extend > 0 && clip && (
        <Extension clip={clip} frames={ghost.extend} rate={sequence.rate} left={x + width} {...view} />
      )}
      <div
        className={limited ? 'tl-hint tl-hint-limit' : 'tl-hint'}
        style={ghost.kind === 'trim' && ghost.edge === 'out' ? { left: x + width, translate: '-100%' } : { left: x }}
      >
        {hint(ghost, sequence)}
      </div>
    </>
  )
}

interface AlsoProps extends Omit<GhostLayerProps, 'height'> {
  ghost: Ghost
}

/** The other clips of a selection that is being moved, where they would land on this track. */
function AlsoMoved({ ghost, sequence, track, pxPerFrame, from, to }: AlsoProps): JSX.Element[] {
  if (ghost.kind !== 'place' || ghost.clip === null || ghost.also.length === 0) return []
  const held = currentClip(sequence, ghost.clip)
  const lane = sequence.tracks.find(({ id }) => id === track)
  if (!held || !lane) return []
  const by = ghost.start - held.clip.start
  return ghost.also.flatMap((id) => {
    const clip = lane.items.get(id)
    const left = clip ? (clip.start + by) * pxPerFrame : 0
    if (!clip || left > to || left + clip.length * pxPerFrame < from) return []
    return [
      <div
        key={id}
        className="tl-clip tl-ghost tl-ghost-also"
        style={{ left, width: Math.max(2, clip.length * pxPerFrame - 1) }}
      />,
    ]
  })
}

function GhostFace({ clip, sequence, ...view }: { clip: Clip } & Omit<GhostLayerProps, 'track'>): JSX.Element {
  const shot = useShotOf(clip)
  const take = useTakeOf(clip)
  const sound = currentClip(sequence, clip.id)?.track.kind === 'audio'
  return <ClipFace clip={clip} shot={shot} take={take} job={undefined} rate={sequence.rate} sound={sound} {...view} />
}

/** What would have to be made past the end of the take. */
function Extension({
  clip,
  frames,
  rate,
  left,
  pxPerFrame,
}: {
  clip: Clip
  frames: number
  rate: Rate
  left: number
  pxPerFrame: number
}): JSX.Element {
  const take = useTakeOf(clip)
  const made = take ? Math.ceil((frames * rate.den * take.rate.num) / (rate.num * take.rate.den)) : frames
  return (
    <div className="tl-extension" style={{ left, width: frames * pxPerFrame }} data-frames={made}>
      <span>{frames * pxPerFrame < WORDS_PX ? `+${made}` : `${plural(made, 'frame')} to make`}</span>
    </div>
  )
}

function NewFace({ ghost }: { ghost: Ghost }): JSX.Element {
  return (
    <span className="tl-clip-head">
      <span className="tl-clip-name ellipsis">{ghost.kind === 'place' ? ghost.name : ''}</span>
    </span>
  )
}

/** The clip as it would be, for its filmstrip; null for one that is not on the sequence yet. */
function ghostClip(ghost: Ghost, sequence: Sequence): Clip | null {
  const now = ghost.clip === null ? null : currentClip(sequence, ghost.clip)
  if (!now) return null
  const { clip } = now
  const slipped = ghost.kind === 'slip' ? -ghost.delta : 0
  const skipped = ghost.kind === 'trim' && ghost.edge === 'in' ? ghost.delta : slipped
  return {
    ...clip,
    start: frame(ghost.start),
    length: frame(ghost.length),
    offset: frame(clip.offset + skipped),
  }
}

function hint(ghost: Ghost, sequence: Sequence): string {
  if (ghost.kind === 'place') {
    const verb = { move: '', insert: 'insert ', overwrite: '' }[ghost.how]
    const count = ghost.also.length > 0 ? ` · ${plural(ghost.also.length + 1, 'clip')}` : ''
    return `${verb}${sequenceTimecode(ghost.start, sequence)}${count}`
  }
  if (ghost.kind === 'trim' && ghost.extend > 0) return `+${ghost.delta + ghost.extend} f · extend`
  const sign = ghost.delta > 0 ? '+' : ''
  const limit = ghost.limit ? ` · ${LIMIT_WORDS[ghost.limit]}` : ''
  const verb = ghost.kind === 'trim' ? { trim: '', ripple: 'ripple ', roll: 'roll ' }[ghost.how] : `${ghost.kind} `
  return `${verb}${sign}${ghost.delta} f · ${sequenceTimecode(ghost.length, sequence)}${limit}`
}

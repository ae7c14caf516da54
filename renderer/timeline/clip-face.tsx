import type { JSX } from 'react'
import type { Job } from '../../core/generation/job.ts'
import type { Shot, Take } from '../../core/library/entities.ts'
import type { Clip } from '../../core/timeline/sequence.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { mediaUrl } from '../api/index.ts'
import { filmstripTiles } from './filmstrip.ts'
import { stepsDone } from './lookup.ts'

/** Height of the pictures on a clip, in pixels. */
const STRIP_PX = 60
const NAME_MIN_PX = 26
const BADGE_MIN_PX = 72

export interface ClipFaceProps {
  clip: Clip
  shot: Shot | undefined
  take: Take | null
  job: Job | undefined
  rate: Rate
  pxPerFrame: number
  /** The part of the content on screen, in pixels from the start of the sequence. */
  from: number
  to: number
}

/** What a clip looks like: name, take badge, filmstrip, and the progress of a take that is being made for it. */
export function ClipFace({ clip, shot, take, job, rate, pxPerFrame, from, to }: ClipFaceProps): JSX.Element {
  const width = clip.length * pxPerFrame
  const left = clip.start * pxPerFrame
  const running = job?.state === 'running'
  return (
    <>
      <span className="tl-clip-head">
        {width >= NAME_MIN_PX && <span className="tl-clip-name ellipsis">{clip.name}</span>}
        {width >= BADGE_MIN_PX && (
          <span className="tl-clip-badge mono">{running ? stepsDone(job) : badgeOf(shot, take)}</span>
        )}
      </span>
      <span className="tl-strip">
        {take &&
          filmstripTiles(clip, take, rate, pxPerFrame, STRIP_PX * (take.size.width / take.size.height), {
            from: from - left,
            to: to - left,
          }).map((tile) => (
            <span
              key={tile.x}
              className="tl-tile"
              style={{
                left: tile.x,
                width: tile.width,
                backgroundImage: `url("${mediaUrl(take.filmstrip)}")`,
                backgroundSize: `${STRIP_PX * (take.size.width / take.size.height) * take.filmstripFrames}px ${STRIP_PX}px`,
                backgroundPositionX: -tile.index * STRIP_PX * (take.size.width / take.size.height),
              }}
            />
          ))}
        {!take && width >= BADGE_MIN_PX && (
          <span className="tl-clip-none">{running ? 'generating' : 'no take yet'}</span>
        )}
      </span>
      {running && <span className="tl-clip-progress" style={{ transform: `scaleX(${job.progress})` }} />}
    </>
  )
}

/** Which take is shown, of how many: `4/7`. */
export function badgeOf(shot: Shot | undefined, take: Take | null): string {
  if (!shot) return ''
  const place = take ? shot.takes.findIndex((other) => other.id === take.id) + 1 : 0
  return `${place}/${shot.takes.length}`
}

import type { JSX } from 'react'
import type { Job } from '../../core/generation/job.ts'
import type { Shot, Take } from '../../core/library/entities.ts'
import { steadySpeed } from '../../core/timeline/clip-time.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { mediaUrl } from '../api/index.ts'
import { filmstripTiles, stripOfMedia } from './filmstrip.ts'
import { stepsDone, useMediaOf } from './lookup.ts'
import { ClipWaveform } from './waveform/clip-waveform.tsx'

/** What a lane leaves around the pictures of a clip: its edges and the line with the name. */
const FRAME_PX = 24
const NAME_MIN_PX = 26
const BADGE_MIN_PX = 72

export interface ClipFaceProps {
  clip: Clip
  shot: Shot | undefined
  take: Take | null
  job: Job | undefined
  rate: Rate
  pxPerFrame: number
  /** Of the lane, in pixels. */
  height: number
  /** The part of the content on screen, in pixels from the start of the sequence. */
  from: number
  to: number
  /** The clip is heard and not seen: it has no pictures. */
  sound?: boolean
}

/** What a clip looks like: name, take badge, filmstrip, and the progress of a take that is being made for it. */
export function ClipFace({
  clip,
  shot,
  take,
  job,
  rate,
  pxPerFrame,
  height,
  from,
  to,
  sound,
}: ClipFaceProps): JSX.Element {
  const media = useMediaOf(clip)
  const pictures = sound ? null : (take ?? (media && stripOfMedia(media)))
  const strip = height - FRAME_PX
  const tile = pictures ? strip * (pictures.size.width / pictures.size.height) : 0
  const width = clip.length * pxPerFrame
  const left = clip.start * pxPerFrame
  const running = job?.state === 'running'
  return (
    <>
      <span className="tl-clip-head">
        {width >= NAME_MIN_PX && <span className="tl-clip-name ellipsis">{wordsOf(clip)}</span>}
        {width >= BADGE_MIN_PX && marksOf(clip)}
        {shot && width >= BADGE_MIN_PX && (
          <span className="tl-clip-badge mono">{running ? stepsDone(job) : badgeOf(shot, take)}</span>
        )}
      </span>
      <span className="tl-strip">
        {pictures &&
          filmstripTiles(clip, pictures, rate, pxPerFrame, tile, {
            from: from - left,
            to: to - left,
          }).map(({ x, width, index }) => (
            <span
              key={x}
              className="tl-tile"
              style={{
                left: x,
                width,
                height: strip,
                backgroundImage: `url("${mediaUrl(pictures.filmstrip)}")`,
                backgroundSize: `${tile * pictures.filmstripFrames}px ${strip}px`,
                backgroundPositionX: -index * tile,
              }}
            />
          ))}
        {media && (
          <ClipWaveform
            clip={clip}
            media={media}
            rate={rate}
            pxPerFrame={pxPerFrame}
            height={strip}
            view={{ from, to }}
            over={!sound}
          />
        )}
        {!take && clip.source.kind === 'shot' && width >= BADGE_MIN_PX && (
          <span className="tl-clip-none">{running ? 'generating' : 'no take yet'}</span>
        )}
      </span>
      {running && <span className="tl-clip-progress" style={{ transform: `scaleX(${job.progress})` }} />}
    </>
  )
}

/** What is written on a clip: its words where it has some, else its name. */
function wordsOf(clip: Clip): string {
  const { source } = clip
  if (source.kind === 'caption') return source.text.trim() || clip.name
  return source.kind === 'title' ? `Title · ${source.title.text.replaceAll('\n', ' ')}` : clip.name
}

/** Small signs of what a clip does not say otherwise: its speed, its links, its keyframes. */
function marksOf(clip: Clip): JSX.Element | null {
  const steady = steadySpeed(clip)
  const speed =
    steady === null ? 'ramp' : steady.num === 0 ? 'hold' : `${Math.round((steady.num * 100) / steady.den)} %`
  const moves = Object.values(clip.look ?? {}).some((value) => typeof value === 'object')
  const words = [clip.retime ? speed : '', clip.links ? '⚭' : '', moves ? '◆' : ''].filter((word) => word !== '')
  return words.length === 0 ? null : <span className="tl-clip-marks mono">{words.join(' ')}</span>
}

/** Which take is shown, of how many: `4/7`. */
export function badgeOf(shot: Shot | undefined, take: Take | null): string {
  if (!shot) return ''
  const place = take ? shot.takes.findIndex((other) => other.id === take.id) + 1 : 0
  return `${place}/${shot.takes.length}`
}

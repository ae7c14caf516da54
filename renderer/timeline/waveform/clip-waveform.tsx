import { useEffect, useRef, useState } from 'react'
import type { JSX } from 'react'
import './waveform.css'
import type { Media, MediaSound } from '../../../core/library/media.ts'
import { sampleRateOf } from '../../../core/timeline/queries.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import type { Rate } from '../../../core/timeline/time.ts'
import { useSequence } from '../../store/index.ts'
import { cx } from '../../ui/index.ts'
import { partInView, waveformColumns } from './columns.ts'
import type { Part } from './columns.ts'
import { columnPeaks } from './column-peaks.ts'
import { drawPeaks } from './draw-peaks.ts'
import { peakCache } from './peak-cache.ts'

/** Clips narrower than this have no room for words. */
const WORDS_PX = 90

interface ClipWaveformProps {
  clip: Clip
  media: Media
  rate: Rate
  pxPerFrame: number
  /** Of the strip, in pixels. */
  height: number
  /** The part of the content on screen, in pixels from the start of the sequence. */
  view: Part
  /** Over the pictures of a clip that is seen. */
  over: boolean
}

/** The waveform of a clip, of the part that is in view, or why there is none. */
export function ClipWaveform({
  clip,
  media,
  rate,
  pxPerFrame,
  height,
  view,
  over,
}: ClipWaveformProps): JSX.Element | null {
  const sampleRate = useSequence(({ shown }) => (shown ? sampleRateOf(shown) : 48_000))
  const part = partInView(clip, pxPerFrame, view)
  if (media.info.sound === null || part === null) return null
  const sound = media.sounds.find((one) => one.sampleRate === sampleRate)
  if (sound?.waveform) {
    return <Drawn {...{ clip, rate, pxPerFrame, height, part, over, sampleRate, sound }} waveform={sound.waveform} />
  }
  return over ? null : <Words text={sound?.trouble ?? null} wait="making the waveform" part={part} />
}

interface DrawnProps extends Omit<ClipWaveformProps, 'media' | 'view'> {
  part: Part
  sampleRate: number
  sound: MediaSound
  waveform: string
}

function Drawn({ clip, rate, pxPerFrame, height, part, over, sampleRate, sound, waveform }: DrawnProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const tall = over ? Math.round(height * 0.4) : height
  const { from, to } = part
  useEffect(() => {
    const columns = waveformColumns(clip, rate, sampleRate, pxPerFrame, { from, to })
    const paint = (): void => {
      const peaks = columns && columnPeaks(columns, { file: waveform, samples: sound.samples }, peakCache)
      if (peaks === null) setTrouble('This speed leaves nothing to hear.')
      else if (peaks === 'failed') setTrouble('The waveform cannot be read. Find it with "Relink".')
      else setTrouble(null)
      const context = canvas.current?.getContext('2d')
      if (!context || peaks === null || peaks === 'failed') return
      const scale = window.devicePixelRatio
      context.setTransform(scale, 0, 0, scale, 0, 0)
      drawPeaks(context, peaks, tall, getComputedStyle(context.canvas).color)
      context.canvas.dataset['drawn'] = String(peaks.every((peak) => peak !== null))
    }
    paint()
    return peakCache.subscribe(paint)
  }, [clip, rate, sampleRate, pxPerFrame, from, to, tall, waveform, sound.samples])
  const width = to - from
  return (
    <>
      <canvas
        ref={canvas}
        className={cx('tl-waveform', over && 'is-over')}
        width={Math.round(width * window.devicePixelRatio)}
        height={Math.round(tall * window.devicePixelRatio)}
        style={{ left: from, width, height: tall }}
        hidden={trouble !== null}
      />
      {trouble !== null && !over && <Words text={trouble} wait="" part={part} />}
    </>
  )
}

function Words({ text, wait, part }: { text: string | null; wait: string; part: Part }): JSX.Element | null {
  if (part.to - part.from < WORDS_PX) return null
  return (
    <span className={cx('tl-clip-none', text !== null && 'tl-waveform-trouble')} data-tip={text ?? undefined}>
      <span className="ellipsis">{text === null ? wait : `No waveform: ${text}`}</span>
    </span>
  )
}

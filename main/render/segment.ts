import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import type { Size } from '../../core/generation/recipe.ts'
import { fit } from '../../core/render/plan.ts'
import type { PlanSource, Span } from '../../core/render/plan.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { sha256 } from '../files/index.ts'
import { decodeFrames, openFrameWriter } from '../media/index.ts'
import type { Ffmpeg } from '../media/index.ts'
import { frameRuns } from './frame-runs.ts'
import type { FrameRun } from './frame-runs.ts'
import type { Preset } from './presets.ts'

export interface SegmentOptions {
  ffmpeg: Ffmpeg
  preset: Preset
  size: Size
  rate: Rate
  /** Cached segments, named by the hash of all that they depend on. */
  folder: string
  /** Path of a source file by its sha256. Throws where it is missing. */
  locate(source: string): string
  signal: AbortSignal
  onFrames(frames: number): void
}

const PLAN_VERSION = 1
/** Decoded frames that a clip that runs backwards may keep. */
const KEPT_BYTES = 256 * 1024 * 1024

/** The encoded file of one span: from the cache where it is there, else made whole and then given its name. */
export async function segmentFile(span: Span, options: SegmentOptions): Promise<string> {
  const { ffmpeg, preset, size, rate, folder } = options
  const { length, picture } = span
  const name = sha256(
    canonicalJson({
      version: PLAN_VERSION,
      ffmpeg: ffmpeg.version,
      encoder: preset.segment,
      size,
      rate,
      length,
      picture: picture && { source: picture.source.sha256, frames: picture.frames },
    }),
  )
  const path = join(folder, `${name}.mkv`)
  if (existsSync(path)) options.onFrames(length)
  else await encode(span, path, options)
  return path
}

async function encode(span: Span, path: string, options: SegmentOptions): Promise<void> {
  const { ffmpeg, preset, size, rate, signal } = options
  await mkdir(options.folder, { recursive: true })
  const writer = openFrameWriter({ ffmpegPath: ffmpeg.path, path, ...size, rate, output: preset.segment, signal })
  try {
    for await (const frame of pictures(span, options)) {
      await writer.write(frame)
      options.onFrames(1)
    }
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

/** One frame for each of the span: a source frame is decoded once and held for as long as the plan says. */
async function* pictures({ length, picture }: Span, options: SegmentOptions): AsyncGenerator<Uint8Array> {
  const { size } = options
  if (!picture) {
    const black = new Uint8Array(size.width * size.height * 3)
    for (let index = 0; index < length; index += 1) yield black
    return
  }
  for (const run of frameRuns(picture.frames, Math.max(1, Math.floor(KEPT_BYTES / (size.width * size.height * 3))))) {
    yield* framesOf(run, picture.source, options)
  }
}

/** The frames of one run, in its order. */
async function* framesOf(
  { frames, backwards }: FrameRun,
  source: PlanSource,
  { size, ffmpeg, signal, locate }: SegmentOptions,
): AsyncGenerator<Uint8Array> {
  const [first, last] = [Math.min(...frames), Math.max(...frames)]
  const decoded = decodeFrames(ffmpeg, locate(source.sha256), {
    from: first,
    count: last - first + 1,
    ...size,
    rate: source.rate,
    foreign: source.foreign,
    signal,
    picture: fit(source.size, size),
  })
  const kept = new Map<number, Uint8Array>()
  let current = first
  for await (const frame of decoded) {
    const times = frames.filter((wanted) => wanted === current).length
    current += 1
    if (times === 0) continue
    if (backwards) kept.set(current - 1, frame)
    else for (let time = 0; time < times; time += 1) yield frame
  }
  if (!backwards) return
  for (const wanted of frames) {
    const frame = kept.get(wanted)
    if (frame) yield frame
  }
}

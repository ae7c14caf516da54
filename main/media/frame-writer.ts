import { rm } from 'node:fs/promises'
import { CortadoError } from '../../core/errors.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { commitFile, diskError, temporaryName } from '../files/index.ts'
import { fileArgument, startFfmpeg } from './ffmpeg-process.ts'

export interface FrameWriterOptions {
  ffmpegPath: string
  /** The finished file. It appears whole, after `finish`, or not at all. */
  path: string
  width: number
  height: number
  rate: Rate
  /** Everything between the input and the output path: filters, encoder, muxer. */
  output: readonly string[]
  signal?: AbortSignal | undefined
}

export interface FrameWriter {
  /** Takes one or more rgb24 frames (3 × width × height bytes each). The bytes may be reused once it resolves. */
  write(rgb: Uint8Array): Promise<void>
  /** Ends the file, syncs it and gives it its name; resolves to the number of frames. Throws and leaves nothing on failure. */
  finish(): Promise<number>
  /** Ends the process and removes what it wrote. Harmless after `finish`. */
  abort(): Promise<void>
}

/**
 * Feeds raw frames to an ffmpeg encoder, at its pace. Once anything has failed, every call throws that failure and
 * nothing is left on disk.
 */
export function openFrameWriter(options: FrameWriterOptions): FrameWriter {
  const { ffmpegPath, path, width, height, rate, output, signal } = options
  const temporary = temporaryName(path)
  const frameBytes = width * height * 3
  const input = ['-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', `${width}x${height}`]
  const running = startFfmpeg(
    ffmpegPath,
    [...input, '-framerate', `${rate.num}/${rate.den}`, '-i', 'pipe:0', ...output, '-y', fileArgument(temporary)],
    { signal },
  )
  running.stdout.resume()
  let frames = 0
  let ended = false

  const fail = async (error: unknown): Promise<never> => {
    ended = true
    running.kill()
    await Promise.allSettled([running.done])
    await rm(temporary, { force: true })
    throw diskError(error, path)
  }

  return {
    async write(rgb) {
      if (ended) throw new CortadoError('INTERNAL', `"${path}" is already closed.`)
      if (rgb.byteLength === 0 || rgb.byteLength % frameBytes !== 0) {
        await fail(
          new CortadoError('INVALID_INPUT', `A frame of ${width} × ${height} is ${frameBytes} bytes of rgb24.`),
        )
      }
      const broken = await new Promise<Error | null | undefined>((resolve) => running.stdin.write(rgb, resolve))
      // The pipe breaks because the process ended: its own reason is the better one.
      if (broken) await fail(await running.done.then(() => broken, reasonOf))
      frames += rgb.byteLength / frameBytes
    },
    async finish() {
      if (ended) throw new CortadoError('INTERNAL', `"${path}" is already closed.`)
      if (frames === 0) await fail(new CortadoError('INVALID_INPUT', 'A video needs at least one frame.'))
      try {
        running.stdin.end()
        await running.done
        await commitFile(temporary, path)
      } catch (error) {
        await fail(error)
      }
      ended = true
      return frames
    },
    async abort() {
      if (ended) return
      ended = true
      running.kill()
      await Promise.allSettled([running.done])
      await rm(temporary, { force: true })
    },
  }
}

function reasonOf(error: unknown): unknown {
  return error
}

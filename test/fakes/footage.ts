import { execFile } from 'node:child_process'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sha256 } from '../../main/files/index.ts'
import type { MediaFile } from '../../main/studio/studio.ts'

const run = promisify(execFile)
const SIZE = { width: 128, height: 128 }
const STRIP_FRAMES = 8

export interface Footage {
  master: string
  proxy: string
  poster: string
  filmstrip: string
  filmstripFrames: number
  size: typeof SIZE
}

/** Makes a small real clip with ffmpeg's own patterns: master, all-intra proxy, poster and filmstrip. */
export async function makeFootage(
  folder: string,
  media: Map<string, MediaFile>,
  look: { colour: string; frames: number; rate: number; serial: number },
): Promise<Footage> {
  const { width, height } = SIZE
  const seconds = look.frames / look.rate
  const source = `testsrc2=size=${width}x${height}:rate=${look.rate}:duration=${seconds}`
  const tint = `drawbox=x=0:y=0:w=${width}:h=${24 + (look.serial % 5) * 8}:color=${look.colour}@0.9:t=fill`
  const store = async (name: string, mime: string, args: readonly string[]): Promise<string> => {
    const path = join(folder, `making-${look.serial}-${name}`)
    await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', source, ...args, path])
    const bytes = await readFile(path)
    const hash = sha256(bytes)
    const kept = join(folder, hash)
    await rename(path, kept)
    media.set(hash, { path: kept, mime, bytes: bytes.length })
    return hash
  }
  const master = await store('master.mkv', 'video/x-matroska', ['-vf', tint, '-c:v', 'ffv1'])
  const proxy = await store('proxy.mp4', 'video/mp4', [
    '-vf',
    `${tint},format=yuv420p`,
    '-c:v',
    'libx264',
    '-g',
    '1',
    '-movflags',
    '+faststart',
  ])
  const poster = await store('poster.jpg', 'image/jpeg', ['-vf', tint, '-frames:v', '1'])
  const every = Math.max(1, Math.floor(look.frames / STRIP_FRAMES))
  const strip = `${tint},select='not(mod(n,${every}))',scale=64:64,tile=${STRIP_FRAMES}x1`
  const filmstrip = await store('strip.jpg', 'image/jpeg', ['-vf', strip, '-frames:v', '1', '-vsync', '0'])
  return { master, proxy, poster, filmstrip, filmstripFrames: STRIP_FRAMES, size: SIZE }
}

/** A preview that visibly changes with the step: a bar in front of noise that clears. */
export function fakePreview(
  step: number,
  steps: number,
): { width: number; height: number; count: number; step: number; rgb: string } {
  const [width, height, count] = [16, 16, 4]
  const rgb = Buffer.alloc(width * height * count * 3)
  const noise = 1 - step / steps
  for (let index = 0; index < rgb.length; index += 3) {
    const pixel = (index / 3) % (width * height)
    const image = Math.floor(index / 3 / (width * height))
    const inBar = Math.abs((pixel % width) - 3 - image * 3) < 3
    const grain = (Math.imul(index + step, 2654435761) >>> 24) * noise
    rgb[index] = Math.min(255, (inBar ? 200 : 40) * (1 - noise) + grain)
    rgb[index + 1] = Math.min(255, (inBar ? 140 : 60) * (1 - noise) + grain)
    rgb[index + 2] = Math.min(255, 80 * (1 - noise) + grain)
  }
  return { width, height, count, step, rgb: rgb.toString('base64') }
}

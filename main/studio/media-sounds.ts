import { rm } from 'node:fs/promises'
import { CortadoError } from '../../core/errors.ts'
import type { Media, MediaSound } from '../../core/library/media.ts'
import { diskError } from '../files/index.ts'
import type { Library } from '../library/index.ts'
import { conformSound, findFfmpeg } from '../media/index.ts'

/** Makes the sound of imported media at the sample rates of the project's sequences. */
export interface MediaSounds {
  /** Has everything made that is not there yet, one file after the other. What goes wrong is kept with the media. */
  request(): void
  /** The sound at a sample rate, made now where it is not there. Throws `NOT_RENDERABLE` with the reason, `DISK_FULL`, `CANCELLED`. */
  get(media: Media, sampleRate: number): Promise<MediaSound>
  /** Stops at once; what was not made is made when the project is opened again. */
  close(): Promise<void>
}

export function createMediaSounds(
  library: Library,
  {
    background,
    onMade,
  }: {
    /** False where the program only lives for one call: nothing is made that was not asked for by name. */
    background: boolean
    onMade(media: Media): void
  },
): MediaSounds {
  const stopped = new AbortController()
  const tried = new Set<string>()
  const underWay = new Map<string, Promise<MediaSound>>()
  let round: Promise<void> | null = null
  let again = false

  const make = (media: Media, sampleRate: number): Promise<MediaSound> => {
    const name = `${media.id} ${sampleRate}`
    const known = underWay.get(name)
    if (known) return known
    const mine = makeSound(library, media, sampleRate, stopped.signal)
      .then((sound) => {
        onMade(library.imported.keepSound(media.id, sound))
        return sound
      })
      .finally(() => underWay.delete(name))
    underWay.set(name, mine)
    return mine
  }
  const makeAll = async (): Promise<void> => {
    do {
      again = false
      for (const sampleRate of library.imported.sampleRates()) {
        for (const { id } of library.imported.shown()) {
          if (stopped.signal.aborted) return
          await makeOne(id, sampleRate)
        }
      }
    } while (again)
  }
  const makeOne = async (id: string, sampleRate: number): Promise<void> => {
    try {
      const media = library.imported.get(id)
      const name = `${media.file} ${sampleRate}`
      if (media.info.sound === null || tried.has(name) || here(library, media, sampleRate)) return
      tried.add(name)
      await make(media, sampleRate)
    } catch (error) {
      // It was thrown away meanwhile, or the project is being closed.
      if (stopped.signal.aborted || (error instanceof CortadoError && error.code === 'NOT_FOUND')) return
      const trouble = error instanceof Error ? error.message : String(error)
      const none = { sampleRate, samples: 0, channels: 1 as const, pcm: null, waveform: null, trouble }
      onMade(library.imported.keepSound(id, none))
    }
  }

  return {
    request() {
      if (!background) return
      again = true
      round ??= makeAll().finally(() => (round = null))
    },
    async get(media, sampleRate) {
      return here(library, media, sampleRate) ?? (await make(media, sampleRate))
    },
    async close() {
      stopped.abort(new CortadoError('CANCELLED', 'The project was closed. Open it again to go on.'))
      await Promise.allSettled([round, ...underWay.values()])
    },
  }
}

/** The sound where both of its files are whole. */
function here(library: Library, { sounds }: Media, sampleRate: number): MediaSound | null {
  const sound = sounds.find((one) => one.sampleRate === sampleRate)
  if (!sound || sound.pcm === null || sound.waveform === null) return null
  try {
    return library.media.locate(sound.pcm) && library.media.locate(sound.waveform) && sound
  } catch (error) {
    if (error instanceof CortadoError && error.code === 'MEDIA_DAMAGED') return null
    throw error
  }
}

/** Makes both files of a sound. Throws `NOT_FOUND`, `DISK_FULL`, `FFMPEG_FAILED`, `CANCELLED`; nothing is left of it then. */
export async function makeSound(
  library: Library,
  { file, name, info }: Media,
  sampleRate: number,
  signal: AbortSignal,
): Promise<MediaSound> {
  const source = library.media.locate(file)
  if (!source || info.sound === null) throw new CortadoError('NOT_FOUND', `"${name}" has no sound in this project.`)
  const [pcm, waveform] = [library.media.temporary('pcm'), library.media.temporary('peaks')]
  try {
    const { channels } = info.sound
    const made = await conformSound(await findFfmpeg(), source.path, { sampleRate, channels, pcm, waveform, signal })
    const kept = {
      pcm: (await library.media.adopt(pcm, 'application/octet-stream')).sha256,
      waveform: (await library.media.adopt(waveform, 'application/octet-stream')).sha256,
    }
    return { sampleRate, ...made, ...kept, trouble: null }
  } catch (error) {
    throw diskError(error, pcm)
  } finally {
    for (const path of [pcm, waveform]) await rm(path, { force: true })
  }
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Media } from '../../../core/library/media.ts'
import { peakLevels, readPeaks } from '../../../core/library/waveform.ts'
import type { Library } from '../../../main/library/index.ts'
import { findFfmpeg, runFfmpeg } from '../../../main/media/index.ts'
import { importMedia } from '../../../main/studio/import-media.ts'
import { createMediaSounds } from '../../../main/studio/media-sounds.ts'
import { newLibrary, temporaryFolder } from '../library/sample.ts'

const quiet = { background: true, onMade: () => undefined }

async function imported(library: Library, ...args: string[]): Promise<Media> {
  const path = join(await temporaryFolder(), 'sound.wav')
  await runFfmpeg(await findFfmpeg(), [...args, '-y', path])
  const { imported } = await importMedia(library, [path], null, new AbortController().signal)
  return (imported[0] as { media: Media }).media
}

function bytesOf(library: Library, file: string | null): ArrayBuffer {
  return Uint8Array.from(readFileSync(library.media.locate(file ?? '')?.path ?? '')).buffer
}

it('is what ffmpeg makes of the file, with the lowest and highest sample of every stretch at every level', async () => {
  const library = await newLibrary()
  // The right side is louder than the left, and both are seen.
  const media = await imported(
    library,
    '-f',
    'lavfi',
    '-i',
    'aevalsrc=(random(0)-0.5)/2|random(1)-0.5:sample_rate=44100:duration=3',
    '-c:a',
    'pcm_s24le',
  )
  const sound = await createMediaSounds(library, quiet).get(media, 48_000)
  const samples = new Float32Array(bytesOf(library, sound.pcm))
  const path = library.media.locate(media.file)?.path ?? ''
  const output = ['-af', 'aresample=48000', '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1']
  const { stdout } = await runFfmpeg(await findFfmpeg(), ['-i', path, ...output])
  expect(Buffer.from(samples.buffer).equals(stdout)).toBe(true)
  expect(sound).toMatchObject({ sampleRate: 48_000, channels: 2, samples: samples.length / 2, trouble: null })

  const levels = peakLevels(sound.samples)
  expect(levels.map(({ samples: each, peaks }) => [each, peaks])).toEqual([
    [64, 2250],
    [512, 282],
  ])
  const peaks = readPeaks(bytesOf(library, sound.waveform))
  expect(peaks).toHaveLength(2 * (2250 + 282))
  let worst = 0
  for (const { samples: each, peaks: count, offset } of levels) {
    for (let peak = 0; peak < count; peak += 1) {
      const stretch = samples.subarray(2 * peak * each, 2 * (peak + 1) * each)
      for (const [side, value] of [Math.min(...stretch), Math.max(...stretch)].entries())
        worst = Math.max(worst, Math.abs(value - (peaks[offset / 2 + 2 * peak + side] ?? 9)))
    }
  }
  expect(worst).toBeLessThan(1 / 32_767)
})

it('is made in the background at the rates of the sequences, says why it could not be, and goes with its media', async () => {
  const library = await newLibrary()
  const mono = ['-f', 'lavfi', '-i', 'sine=sample_rate=22050:duration=1']
  const good = await imported(library, ...mono)
  const bad = await imported(library, ...mono, '-ac', '2')
  writeFileSync(library.media.locate(bad.file)?.path ?? '', Buffer.alloc(library.media.locate(bad.file)?.bytes ?? 0))
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'changeSequence', args: { sampleRate: 44_100 } }] })
  const told = Promise.withResolvers<void>()
  const sounds = createMediaSounds(library, {
    background: true,
    onMade: () => library.imported.list().every((media) => media.sounds.length === 1) && told.resolve(),
  })
  sounds.request()
  await told.promise
  await sounds.close()
  expect(library.imported.get(good.id).sounds).toMatchObject([{ sampleRate: 44_100, channels: 1, samples: 44_100 }])
  expect(library.imported.get(bad.id).sounds).toMatchObject([
    { sampleRate: 44_100, pcm: null, waveform: null, trouble: expect.stringContaining('ffmpeg') as string },
  ])

  const { pcm } = library.imported.get(good.id).sounds[0] ?? {}
  const path = library.media.locate(pcm ?? '')?.path ?? ''
  library.entries.trash([{ kind: 'media', id: good.id }])
  library.upkeep.emptyTrash()
  library.upkeep.collectGarbage(Date.now() + 25 * 60 * 60 * 1000)
  expect(() => readFileSync(path)).toThrow('ENOENT')
  rmSync(path, { force: true })
})

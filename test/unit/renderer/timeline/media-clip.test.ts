import { describe, expect, it } from 'vitest'
import type { Media } from '../../../../core/library/media.ts'
import { openSequence } from '../../../../core/timeline/document.ts'
import { applyEdit } from '../../../../core/timeline/edit.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import { laidLength, layEdit, mediaLanes } from '../../../../renderer/timeline/media-clip.ts'

const FILE = 'a'.repeat(64)
const SOUND = { codec: 'aac', channels: 2, sampleRate: 44_100, samples: 66_150 }
const PICTURE = { codec: 'h264', frames: 60, rate: { num: 30_000, den: 1001 }, size: { width: 64, height: 48 } }

function media(info: Partial<Media['info']>): Media {
  const files = { file: FILE, proxy: FILE, poster: FILE, filmstrip: FILE, filmstripFrames: 16, sounds: [] }
  return {
    ...files,
    id: 'medianumber1',
    name: 'kite.mov',
    path: '/kite.mov',
    info: { kind: 'video', format: 'mov', picture: PICTURE, sound: SOUND, ...info },
    label: null,
    favourite: false,
    rating: 0,
    bin: null,
    createdAt: 0,
  }
}

function film(): Sequence {
  return openSequence({
    id: 'sequence1',
    name: 'Film',
    rate: { num: 24, den: 1 },
    size: { width: 64, height: 48 },
    tracks: [
      { id: 'tracknumber1', kind: 'video', name: 'V1', items: [] },
      { id: 'tracknumber2', kind: 'audio', name: 'A1', items: [] },
    ],
  })
}

const BOTH = { video: 'tracknumber1', audio: 'tracknumber2' }
function lanes(one: Media, targets: { video: string | null; audio: string | null } = BOTH) {
  let count = 0
  return mediaLanes(one, film(), 10, targets, () => `clipnumber${(count += 1)}`)
}

describe('an imported file on the timeline', () => {
  it('is a linked pair of picture and sound, as long as the picture, with all that each source has', () => {
    const [picture, sound] = lanes(media({ sound: { ...SOUND, samples: 441_000 } }))
    // 60 frames at 29.97 last 2.002 s: 48 frames at 24. Ten seconds of sound are 240.
    expect(picture).toMatchObject({
      track: BOTH.video,
      clip: { start: 10, length: 48, available: 48, links: [sound?.clip.id], source: { kind: 'media', media: FILE } },
    })
    expect(sound).toMatchObject({
      track: BOTH.audio,
      clip: { start: 10, length: 48, available: 240, links: [picture?.clip.id] },
    })
  })

  it('has a sound no longer than there is of it', () => {
    expect(lanes(media({})).map(({ clip }) => clip.length)).toEqual([48, 36])
  })

  it('is one clip where it is a sound, a still, or patched on one side only', () => {
    expect(lanes(media({ kind: 'audio', picture: null }))).toMatchObject([{ track: BOTH.audio, clip: { length: 36 } }])
    const still = media({ kind: 'still', sound: null, picture: { ...PICTURE, frames: 1 } })
    expect(lanes(still)).toMatchObject([{ track: BOTH.video, clip: { length: 120, available: null } }])
    expect(laidLength(still, film())).toBe(120)
    for (const [targets, track] of [
      [{ video: null, audio: BOTH.audio }, BOTH.audio],
      [{ video: BOTH.video, audio: null }, BOTH.video],
    ] as const) {
      const [lane, ...others] = lanes(media({}), targets)
      expect([lane?.track, lane?.clip.links, others]).toEqual([track, undefined, []])
    }
    expect(layEdit('insert', lanes(media({}), { video: null, audio: null }), 'splitnumber1')).toBeNull()
  })

  it.each(['insert', 'overwrite', 'append'] as const)('is laid down on both tracks at once by %s', (how) => {
    const edit = layEdit(how, lanes(media({})), 'splitnumber1')
    const { tracks } = edit ? applyEdit(film(), edit) : film()
    const at = how === 'append' ? 0 : 10
    expect(tracks.map(({ items }) => [...items].map((clip) => [clip.start, clip.length]))).toEqual([
      [[at, 48]],
      [[at, 36]],
    ])
  })
})

import { expect, it } from 'vitest'
import type { Media } from '../../../../core/library/media.ts'
import { mediaSeconds, mediaWords } from '../../../../renderer/library/media-words.ts'

const picture = { codec: 'h264', frames: 60, rate: { num: 30_000, den: 1001 }, size: { width: 1920, height: 1080 } }
const sound = { codec: 'aac', channels: 2, sampleRate: 48_000, samples: 72_000 }
const media = (info: Partial<Media['info']>): Media =>
  ({ info: { kind: 'video', format: '', picture, sound, ...info } }) as Media

it('tells what a file is and how long', () => {
  expect(mediaWords(media({}))).toBe('video · 2 s · 1920 × 1080 · with sound')
  expect(mediaWords(media({ sound: null }))).toBe('video · 2 s · 1920 × 1080')
  expect(mediaWords(media({ kind: 'audio', picture: null }))).toBe('sound · 1.5 s')
  expect(mediaWords(media({ kind: 'still', sound: null }))).toBe('still · 1920 × 1080')
  expect(mediaSeconds(media({}))).toBeCloseTo(2.002, 6)
})

import { describe, expect, it } from 'vitest'
import { at, clip, edited, idOf, named, outcome, sequence, talk } from '../sample.ts'

const other = { source: { kind: 'shot', shot: 'shot0002' }, name: 'other', available: 100 }

describe('replace', () => {
  it('is refused for a clip that is gone or locked, where the source is too short, and for words on a video track', () => {
    const replace = (film = talk(), more: object = {}) =>
      outcome(film, 'replace', { clip: idOf('vb'), offset: 0, ...other, ...more })
    expect(replace(talk(), { clip: 'gone0000' })).toBe('CLIP_GONE')
    expect(replace(talk({ V1: { locked: true } }))).toBe('TRACK_LOCKED')
    expect(replace(talk(), { available: 23 })).toBe('SOURCE_END')
    expect(replace(talk(), { source: { kind: 'caption', text: 'Hello' }, available: null })).toBe('TRACK_KIND')
  })

  it('keeps place, length, look and links, whatever part of the new source is shown', () => {
    const after = edited(talk(), 'replace', { clip: idOf('vb'), offset: 50, ...other })
    expect(named(after, 'vb')).toMatchObject({ start: 24, length: 24, offset: 50, links: [idOf('ab')] })
  })

  it('keeps keyframes at the frames where they are seen, and plays the new source at its own speed', () => {
    const key = (at: number) => [{ at, value: 50, ease: 'hold' as const }]
    const film = sequence([clip('a', 0, 24, 12, { look: { opacity: key(15) } }), clip('b', 24, 24, 0, at(2))])
    const after = edited(film, 'replace', { clip: idOf('a'), offset: 40, ...other })
    expect(named(after, 'a').look).toEqual({ opacity: key(43) })
    expect(named(edited(film, 'replace', { clip: idOf('b'), offset: 1, ...other }), 'b').retime).toBeUndefined()
  })
})

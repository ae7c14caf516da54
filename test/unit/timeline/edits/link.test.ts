import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, named, outcome, scene } from '../sample.ts'

const film = scene({
  V1: { items: [clip('v', 0, 10), clip('w', 10, 10)] },
  A1: { items: [clip('a', 3, 10)] },
  A2: { items: [clip('b', 0, 10)] },
})
const link = (...names: string[]): object => ({ clips: names.map(idOf) })

describe('link', () => {
  it('is refused for clips of one track, clips that are gone, and on locked tracks', () => {
    expect(outcome(film, 'link', link('v', 'w'))).toBe('WRONG_SOURCE')
    expect(outcome(film, 'link', link('v', 'z'))).toBe('CLIP_GONE')
    const locked = edited(film, 'changeTrack', { track: idOf('a1'), locked: true })
    expect(outcome(locked, 'link', link('v', 'a'))).toBe('TRACK_LOCKED')
  })

  it('links each to all others, and ends what they were linked to before', () => {
    const first = edited(film, 'link', link('v', 'a', 'b'))
    expect(named(first, 'a').links).toEqual([idOf('v'), idOf('b')])
    const second = edited(first, 'link', link('w', 'a'))
    expect([named(second, 'a').links, named(second, 'v').links]).toEqual([[idOf('w')], [idOf('b')]])
  })

  it('makes them move together from where they are', () => {
    const linked = edited(film, 'link', link('v', 'a'))
    const after = edited(linked, 'move', { clip: idOf('v'), track: idOf('v1'), start: 50, splitId: 'split000' })
    expect(named(after, 'a').start).toBe(53)
  })
})

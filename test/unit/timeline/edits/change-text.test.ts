import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, named, outcome, scene, title } from '../sample.ts'

const words = (text: string) => ({ kind: 'caption' as const, text })
const C1 = { items: [clip('c', 0, 10, 0, { source: words('Hello'), available: null })] }
const film = scene({ C1, V1: { items: [clip('v', 0, 10)] }, V2: { items: [title('t', 0, 10)] } })

describe('changeText', () => {
  it('is refused for clips without words, for words of another kind, and on a locked track', () => {
    expect(outcome(film, 'changeText', { clip: idOf('v'), source: words('x') })).toBe('WRONG_SOURCE')
    expect(outcome(film, 'changeText', { clip: idOf('t'), source: words('x') })).toBe('WRONG_SOURCE')
    expect(outcome(film, 'changeText', { clip: idOf('z'), source: words('x') })).toBe('CLIP_GONE')
    const locked = scene({ C1: { ...C1, locked: true } })
    expect(outcome(locked, 'changeText', { clip: idOf('c'), source: words('x') })).toBe('TRACK_LOCKED')
  })

  it('changes the words, and the style of a title', () => {
    expect(named(edited(film, 'changeText', { clip: idOf('c'), source: words('Good night') }), 'c').source).toEqual(
      words('Good night'),
    )
    const { source } = title('other', 0, 1)
    expect(named(edited(film, 'changeText', { clip: idOf('t'), source }), 't').source).toEqual(source)
  })
})

import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const unlink = (name: string): object => ({ clips: [idOf(name)] })

describe('unlink', () => {
  it('is refused for a clip that is gone or locked', () => {
    expect(outcome(talk(), 'unlink', unlink('z'))).toBe('CLIP_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'unlink', unlink('va'))).toBe('TRACK_LOCKED')
  })

  it('ends the link of both sides, and a clip that is not linked stays as it is', () => {
    const after = edited(edited(talk(), 'unlink', unlink('va')), 'unlink', unlink('va'))
    expect([named(after, 'va').links, named(after, 'aa').links]).toEqual([undefined, undefined])
    expect(named(edited(after, 'lift', { clip: idOf('va') }), 'aa').start).toBe(0)
  })
})

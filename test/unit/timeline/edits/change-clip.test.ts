import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const clips = [idOf('va'), idOf('aa')]

describe('changeClip', () => {
  it('is refused for clips that are gone or locked, and then changes none of them', () => {
    const film = talk({ A1: { locked: true } })
    expect(outcome(film, 'changeClip', { clips, name: 'x' })).toBe('TRACK_LOCKED')
    expect(outcome(film, 'changeClip', { clips: ['gone0000'], name: 'x' })).toBe('CLIP_GONE')
    expect(named(film, 'va').name).toBe('va')
  })

  it('changes what is said and leaves the rest', () => {
    const set = edited(talk(), 'changeClip', { clips, enabled: false, colour: 'teal' })
    expect(named(set, 'aa')).toEqual({ ...named(talk(), 'aa'), disabled: true, colour: 'teal' })
    const back = edited(set, 'changeClip', { clips, enabled: true, colour: null })
    expect(named(back, 'aa')).toEqual(named(talk(), 'aa'))
  })
})

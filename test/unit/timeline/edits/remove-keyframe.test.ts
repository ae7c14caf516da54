import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const on = (property: string, more: object, clip = idOf('vb')) => ({ clip, property, ...more })

describe('removeKeyframe', () => {
  it('is refused where there is none', () => {
    expect(outcome(talk(), 'removeKeyframe', on('opacity', { at: 3 }))).toBe('NOTHING_THERE')
  })

  it('leaves the value of the last one that goes', () => {
    const value = [12, 20].map((at) => ({ at, value: at, ease: 'linear' }))
    let film = edited(talk(), 'setProperty', on('opacity', { value }))
    for (const at of [12, 20]) film = edited(film, 'removeKeyframe', on('opacity', { at }))
    expect(named(film, 'vb').look).toEqual({ opacity: 20 })
  })
})

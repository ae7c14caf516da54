import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const on = (property: string, more: object, clip = idOf('vb')) => ({ clip, property, ...more })
const key = (at: number, value: number) => ({ key: { at, value, ease: 'linear' } })

describe('setKeyframe', () => {
  it('is refused for values out of range', () => {
    expect(outcome(talk(), 'setKeyframe', on('opacity', key(3, -1)))).toBe('OUT_OF_RANGE')
  })

  it('keeps keyframes in order, one a frame; the first one takes the place of the value of the whole clip', () => {
    let film = edited(talk(), 'setProperty', on('opacity', { value: 70 }))
    for (const args of [key(20, 1), key(12, 2), key(20, 3)]) film = edited(film, 'setKeyframe', on('opacity', args))
    expect(named(film, 'vb').look?.opacity).toEqual([key(12, 2).key, key(20, 3).key])
  })
})

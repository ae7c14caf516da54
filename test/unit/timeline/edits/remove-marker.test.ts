import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, talk } from '../sample.ts'

describe('removeMarker', () => {
  it('is refused where there is none', () => {
    expect(outcome(talk(), 'removeMarker', { marker: idOf('m') })).toBe('MARKER_GONE')
  })

  it('takes one marker away', () => {
    const marker = { id: idOf('m'), at: 30, length: 0, name: 'm', note: '', colour: 'red' }
    const film = edited(talk(), 'setMarker', { marker })
    expect(edited(film, 'removeMarker', { marker: idOf('m') }).markers).toEqual([])
  })
})

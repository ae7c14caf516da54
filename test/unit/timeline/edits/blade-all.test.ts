import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, shown, talk, title } from '../sample.ts'

describe('bladeAll', () => {
  it('is refused where no open clip lies under the frame, and with an id that is taken', () => {
    const bladeAll = (film = talk(), at = 30, newId = 'right000') => outcome(film, 'bladeAll', { at, newId })
    expect(bladeAll(talk(), 72)).toBe('NOTHING_THERE')
    expect(bladeAll(talk(), 24)).toBe('NOTHING_THERE')
    expect(bladeAll(talk({ V1: { locked: true }, A1: { locked: true } }))).toBe('NOTHING_THERE')
    expect(bladeAll(talk(), 30, idOf('ac'))).toBe('ID_TAKEN')
  })

  it('cuts every clip at the frame, but for locked tracks', () => {
    const film = talk({ V2: { items: [title('t', 20, 20)] }, A1: { locked: true } })
    const after = edited(film, 'bladeAll', { at: 30, newId: 'right000' })
    expect(shown(after, 'V1').slice(1, 3)).toEqual(['vb 24+6@12', "vb' 30+18@18"])
    expect(shown(after, 'V2')).toEqual(['t 20+10@0', "t' 30+10@10"])
    expect(shown(after, 'A1')).toHaveLength(3)
    expect(named(after, 'ab').links).toHaveLength(2)
  })
})

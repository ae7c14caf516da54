import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, sequence, shown, talk } from '../sample.ts'

const names = ({ tracks }: ReturnType<typeof talk>) => tracks.map(({ name }) => name)
const v1 = { track: idOf('v1') }

describe('addTrack', () => {
  it('is refused where the id is taken', () => {
    expect(outcome(talk(), 'addTrack', { track: { id: idOf('v1'), kind: 'video', name: 'V' }, at: 0 })).toBe('ID_TAKEN')
  })

  it('adds an empty one at its place, or on top', () => {
    const add = (at: number) => edited(talk(), 'addTrack', { track: { id: idOf('v3'), kind: 'video', name: 'V3' }, at })
    expect(names(add(3))).toEqual(['A2', 'A1', 'V1', 'V3', 'V2', 'C1'])
    expect(names(add(99)).at(-1)).toBe('V3')
  })
})

describe('removeTrack', () => {
  it('is refused for one that is gone or locked, and for the last one', () => {
    expect(outcome(talk(), 'removeTrack', { track: 'gone0000' })).toBe('TRACK_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'removeTrack', v1)).toBe('TRACK_LOCKED')
    expect(outcome(sequence([]), 'removeTrack', { track: 'track000' })).toBe('TRACK_ORDER')
  })

  it('takes its clips along, leaves their sound, and is patched no more', () => {
    const patched = edited(talk(), 'patchSource', { side: 'video', ...v1 })
    const after = edited(patched, 'removeTrack', v1)
    expect([names(after), shown(after, 'A1').length, after.patch]).toEqual([['A2', 'A1', 'V2', 'C1'], 3, {}])
    expect(shown(edited(after, 'lift', { clip: idOf('aa') }), 'A1')).toHaveLength(2)
  })
})

describe('reorderTrack', () => {
  it('is refused for one that is gone', () => {
    expect(outcome(talk(), 'reorderTrack', { track: 'gone0000', at: 0 })).toBe('TRACK_GONE')
  })

  it('moves a track with its clips', () => {
    const after = edited(talk(), 'reorderTrack', { ...v1, at: 99 })
    expect([names(after), shown(after, 'V1').length]).toEqual([['A2', 'A1', 'V2', 'C1', 'V1'], 3])
  })
})

describe('changeTrack', () => {
  it('is refused for one that is gone, and for a locked one that stays locked', () => {
    expect(outcome(talk(), 'changeTrack', { track: 'gone0000', muted: true })).toBe('TRACK_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'changeTrack', { ...v1, name: 'Titles' })).toBe('TRACK_LOCKED')
  })

  it('sets what is said, leaves the rest, and says nothing of what is as usual', () => {
    const set = edited(talk(), 'changeTrack', { ...v1, locked: true, muted: true, syncLock: false })
    const { items: _items, ...head } =
      edited(set, 'changeTrack', { ...v1, locked: false, syncLock: true }).tracks[2] ?? {}
    expect(head).toEqual({ id: idOf('v1'), kind: 'video', name: 'V1', muted: true })
  })
})

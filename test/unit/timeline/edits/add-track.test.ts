import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, talk } from '../sample.ts'

const names = ({ tracks }: ReturnType<typeof talk>) => tracks.map(({ name }) => name)

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

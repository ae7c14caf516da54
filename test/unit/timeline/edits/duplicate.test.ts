import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

const splitId = 'copy0000'

describe('duplicate', () => {
  it('is refused for a clip that is gone or locked, before the start, and with an id that is taken', () => {
    const duplicate = (film = talk(), more: object = {}) =>
      outcome(film, 'duplicate', { clips: [idOf('vb')], by: 72, splitId, ...more })
    expect(duplicate(talk(), { clips: ['gone0000'] })).toBe('CLIP_GONE')
    expect(duplicate(talk({ A1: { locked: true } }))).toBe('TRACK_LOCKED')
    expect(duplicate(talk(), { by: -25 })).toBe('SEQUENCE_START')
    expect(duplicate(talk(), { splitId: idOf('vc') })).toBe('ID_TAKEN')
  })

  it('copies picture and sound, links the copies to one another, and leaves the originals linked as they were', () => {
    const after = edited(talk(), 'duplicate', { clips: [idOf('vb')], by: 72, splitId })
    expect([shown(after, 'V1')[3], shown(after, 'A1')[3]]).toEqual(["vb' 96+24@12", "ab' 96+24@12"])
    const copies = ['V1', 'A1'].map((name) => after.tracks.find((track) => track.name === name)?.items.last)
    expect(copies.map((copy) => copy?.links)).toEqual([[copies[1]?.id], [copies[0]?.id]])
    expect(named(after, 'vb').links).toEqual([idOf('ab')])
  })

  it('makes a group of its own of copies of a group, and none of one clip of it', () => {
    const grouped = edited(talk(), 'group', { clips: [idOf('va'), idOf('vb')], group: 'group000' })
    const groups = (...clips: string[]) => {
      const after = edited(grouped, 'duplicate', { clips: clips.map(idOf), by: 72, splitId })
      const all = [...(after.tracks.find(({ name }) => name === 'V1')?.items ?? [])]
      expect(all.slice(0, 2).map(({ group }) => group)).toEqual(['group000', 'group000'])
      return all.slice(3).map(({ group }) => group)
    }
    const [first, second] = groups('va', 'vb')
    expect([first === second, first === 'group000', typeof first]).toEqual([true, false, 'string'])
    expect(groups('va')).toEqual([undefined])
  })

  it('lies over what is there, also over a part of its original', () => {
    const after = edited(sequence([clip('a', 0, 20), clip('b', 20, 20)]), 'duplicate', {
      clips: [idOf('a')],
      by: 15,
      splitId,
    })
    expect(shown(after)).toEqual(['a 0+15@0', "a' 15+20@0", 'b 35+5@15'])
  })
})

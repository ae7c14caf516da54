import { describe, expect, it } from 'vitest'
import { assertSequence } from '../../../core/timeline/document.ts'
import { nestedSequence } from '../../../core/timeline/nested-sequence.ts'
import { clip, dissolve, edited, idOf, named, sequence, shown, talk, title } from './sample.ts'

const nested = (film: ReturnType<typeof talk>, ...names: string[]) =>
  nestedSequence(film, { clips: names.map(idOf), sequence: 'nested00', name: 'n' })

describe('the sequence of a nest', () => {
  it('has the same tracks and begins with the first clip', () => {
    const inner = nested(talk({ V2: { items: [title('t', 30, 9)] } }), 'vb', 't')
    expect(inner.tracks.map(({ name, items }) => [name, ...items].length)).toEqual([2, 2, 2])
    expect([shown(inner, 'A1'), shown(inner, 'V1'), shown(inner, 'V2')]).toEqual([
      ['ab 0+24@12'],
      ['vb 0+24@12'],
      ['t 6+9@0'],
    ])
    expect(named(inner, 'vb').links).toEqual([idOf('ab')])
  })

  it('keeps every rule where a dissolve reached out of it', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    const inner = nested(film, 'b')
    expect(named(inner, 'b').transitionIn).toEqual(dissolve(0, 6))
    expect(() => {
      assertSequence(inner)
    }).not.toThrow()
  })

  it('keeps no link to what stays outside', () => {
    const halves = edited(talk(), 'blade', { clip: idOf('vb'), at: 30, newId: 'right000', alone: true })
    expect(named(nested(halves, 'vb'), 'ab').links).toEqual([idOf('vb')])
  })

  it.each([
    ['hidden beside what is seen: stays hidden', { V2: { muted: true } }, [undefined, true]],
    ['not solo: stays unseen', { V1: { solo: true } }, [undefined, true]],
    [
      'all on hidden tracks: seen where the nest is',
      { V1: { muted: true }, V2: { muted: true } },
      [undefined, undefined],
    ],
  ] as const)('shows what was seen, a track %s', (_words, lanes, muted) => {
    const film = talk({ ...lanes, V2: { items: [title('t', 30, 9)], ...('V2' in lanes ? lanes.V2 : {}) } })
    const inner = nested(film, 'vb', 't')
    expect(['V1', 'V2'].map((name) => inner.tracks.find((track) => track.name === name)?.muted)).toEqual(muted)
  })
})

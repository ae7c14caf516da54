import { describe, expect, it } from 'vitest'
import { assertSequence } from '../../../../core/timeline/document.ts'
import { NestArgs, nestedSequence } from '../../../../core/timeline/edits/nest.ts'
import { clip, dissolve, edited, idOf, named, outcome, scene, sequence, shown, talk, title } from '../sample.ts'

const nest = (...names: string[]) => ({ clips: names.map(idOf), sequence: 'nested00', clip: idOf('n'), name: 'n' })

describe('nest', () => {
  it('is refused for clips that are gone or locked, for captions alone, and with an id that is taken', () => {
    expect(outcome(talk(), 'nest', nest('z'))).toBe('CLIP_GONE')
    expect(outcome(talk({ A1: { locked: true } }), 'nest', nest('va'))).toBe('TRACK_LOCKED')
    expect(outcome(talk(), 'nest', { ...nest('va'), clip: idOf('vc') })).toBe('ID_TAKEN')
    const caption = clip('c', 0, 9, 0, { source: { kind: 'caption', text: 'Hello' }, available: null })
    expect(outcome(scene({ C1: { items: [caption] } }), 'nest', nest('c'))).toBe('TRACK_KIND')
  })

  it('is refused where another clip lies between them', () => {
    expect(outcome(talk(), 'nest', nest('va', 'vc'))).toBe('IN_THE_WAY')
  })

  it('leaves one linked clip of picture and sound in the place of all', () => {
    const after = edited(talk({ V2: { items: [title('t', 30, 9)] } }), 'nest', nest('vb', 't'))
    expect([shown(after, 'V1'), shown(after, 'A1'), shown(after, 'V2')]).toEqual([
      ['va 0+24@12', 'n 24+24@0', 'vc 48+24@12'],
      ['aa 0+24@12', "n' 24+24@0", 'ac 48+24@12'],
      [],
    ])
    expect(named(after, 'n')).toMatchObject({ links: ['n00000001'], available: 24, source: { sequence: 'nested00' } })
  })

  it('makes a sequence of the same tracks that begins with the first clip', () => {
    const inner = nestedSequence(talk({ V2: { items: [title('t', 30, 9)] } }), NestArgs.parse(nest('vb', 't')))
    expect(inner.tracks.map(({ name, items }) => [name, ...items].length)).toEqual([2, 2, 2])
    expect([shown(inner, 'A1'), shown(inner, 'V1'), shown(inner, 'V2')]).toEqual([
      ['ab 0+24@12'],
      ['vb 0+24@12'],
      ['t 6+9@0'],
    ])
    expect(named(inner, 'vb').links).toEqual([idOf('ab')])
  })

  it('makes a sequence that keeps every rule where a dissolve reached out of it', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    const inner = nestedSequence(film, NestArgs.parse(nest('b')))
    expect(named(inner, 'b').transitionIn).toEqual(dissolve(0, 6))
    expect(() => {
      assertSequence(inner)
    }).not.toThrow()
  })
})

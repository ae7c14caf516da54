import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, named, outcome, scene, shown, talk, title } from '../sample.ts'

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
})

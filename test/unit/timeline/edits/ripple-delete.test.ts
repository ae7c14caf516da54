import { describe, expect, it } from 'vitest'
import { clip, dissolve, edited, idOf, named, outcome, scene, sequence, shown, talk, title } from '../sample.ts'

const remove = { clip: idOf('vb') }

describe('rippleDelete', () => {
  it('is refused for a clip that is gone or locked, and where linked clips would come apart', () => {
    expect(outcome(talk(), 'rippleDelete', { clip: 'gone0000' })).toBe('CLIP_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'rippleDelete', remove)).toBe('TRACK_LOCKED')
    expect(outcome(talk({ A1: { locked: true } }), 'rippleDelete', remove)).toBe('TRACK_LOCKED')
  })

  it('is refused where a clip of another sync-locked track is in the way', () => {
    const film = talk({ V2: { items: [title('s', 10, 30), title('t', 60, 5)] } })
    expect(outcome(film, 'rippleDelete', remove)).toBe('IN_THE_WAY')
    const free = talk({ V2: { items: [title('s', 10, 30), title('t', 60, 5)], syncLock: false } })
    expect(shown(edited(free, 'rippleDelete', remove), 'V2')).toEqual(['s 10+30@0', 't 60+5@0'])
  })

  it('closes the gap of picture and sound, and moves what is later elsewhere', () => {
    const after = edited(talk({ V2: { items: [title('t', 60, 5)] } }), 'rippleDelete', remove)
    expect([shown(after, 'V1'), shown(after, 'A1'), shown(after, 'V2')]).toEqual([
      ['va 0+24@12', 'vc 24+24@12'],
      ['aa 0+24@12', 'ac 24+24@12'],
      ['t 36+5@0'],
    ])
  })

  it('ripples the track of its sound even without sync lock: the edit is on it', () => {
    const after = edited(talk({ A1: { syncLock: false } }), 'rippleDelete', remove)
    expect(shown(after, 'A1')).toEqual(['aa 0+24@12', 'ac 24+24@12'])
  })

  it('takes a J cut of the next clip along, where there is room for it', () => {
    const pictures = [clip('va', 0, 24), clip('vb', 24, 24), clip('vc', 48, 24, 4, { links: [idOf('ac')] })]
    const sound = [clip('aa', 0, 20), clip('ac', 44, 28, 0, { links: [idOf('vc')] })]
    const film = scene({ V1: { items: pictures }, A1: { items: sound } })
    const after = edited(film, 'rippleDelete', remove)
    expect([shown(after, 'V1')[1], shown(after, 'A1')[1]]).toEqual(['vc 24+24@4', 'ac 20+28@0'])
    expect(
      outcome(
        scene({ V1: { items: pictures }, A1: { items: [clip('aa', 0, 21), ...sound.slice(1)] } }),
        'rippleDelete',
        remove,
      ),
    ).toBe('IN_THE_WAY')
  })

  it('keeps a dissolve between its new neighbours as far as their handles go', () => {
    const film = sequence([
      clip('a', 0, 24, 22),
      clip('b', 24, 24),
      clip('c', 48, 24, 12, { transitionIn: dissolve(6, 6) }),
    ])
    expect(named(edited(film, 'rippleDelete', { clip: idOf('b') }), 'c').transitionIn).toEqual(dissolve(6, 2))
  })
})

import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../../core/canonical-json.ts'
import { sequenceData } from '../../../../core/timeline/document.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import { at, clip, dissolve, edited, idOf, outcome, sequence, talk } from '../sample.ts'

const bytes = (film: Sequence): string => canonicalJson(sequenceData(film))
const cut = (film: Sequence, more: object = {}) =>
  edited(film, 'blade', { clip: idOf('vb'), at: 30, newId: 'right000', ...more })

describe('join', () => {
  it('is refused where the source does not run on', () => {
    expect(outcome(talk(), 'join', { clip: 'gone0000' })).toBe('CLIP_GONE')
    expect(outcome(talk(), 'join', { clip: idOf('vb') })).toBe('NOT_ADJACENT')
    expect(outcome(talk(), 'join', { clip: idOf('vc') })).toBe('NOT_ADJACENT')
    const moved = edited(cut(talk()), 'move', { clip: 'right000', track: idOf('v1'), start: 31, splitId: 'split000' })
    expect(outcome(moved, 'join', { clip: idOf('vb') })).toBe('NOT_ADJACENT')
  })

  it('is refused over a dissolve, a fade, another speed, another look, and on locked tracks', () => {
    const join = (film: Sequence) => outcome(film, 'join', { clip: idOf('vb') })
    const right = { clip: 'right000' }
    const into = { ...right, side: 'in', transition: dissolve(2, 2) }
    expect(join(edited(cut(talk()), 'setTransition', into))).toBe('NOT_ADJACENT')
    const out = { clip: idOf('vb'), side: 'out', transition: dissolve(2, 0) }
    expect(join(edited(cut(talk()), 'setTransition', out))).toBe('NOT_ADJACENT')
    expect(join(edited(cut(talk()), 'reverse', right))).toBe('NOT_ADJACENT')
    expect(join(edited(cut(talk()), 'setProperty', { ...right, property: 'opacity', value: 5 }))).toBe('NOT_ADJACENT')
    expect(join(edited(cut(talk()), 'changeTrack', { track: idOf('a1'), locked: true }))).toBe('TRACK_LOCKED')
  })

  it('takes a blade back to the same bytes, of picture and sound, and of the picture alone', () => {
    for (const more of [{}, { alone: true }]) {
      expect(bytes(edited(cut(talk(), more), 'join', { clip: idOf('vb') }))).toBe(bytes(talk()))
    }
  })

  it.each([
    ['fast', at(2)],
    ['slow', at(1, 3)],
    ['still', at(0)],
  ])('takes it back for a clip that runs %s, with its fades and keyframes', (_words, retime) => {
    const look = { opacity: [{ at: 12, value: 3, ease: 'linear' as const }] }
    const fades = { transitionIn: dissolve(0, 3), transitionOut: dissolve(4, 0) }
    const film = sequence([clip('vb', 24, 20, 0, { ...retime, ...fades, look })])
    expect(bytes(edited(cut(film), 'join', { clip: idOf('vb') }))).toBe(bytes(film))
  })
})

import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../../core/canonical-json.ts'
import { sequenceData } from '../../../../core/timeline/document.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import { at, clip, dissolve, edited, frames, idOf, named, outcome, sequence, talk } from '../sample.ts'

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

  it('joins halves that were brought to one speed apart, where nothing moves on its own time', () => {
    const sped = (film: Sequence) =>
      ['right000', idOf('vb')].reduce(
        (now, clip) => edited(now, 'speed', { clip, speed: { num: 2, den: 1 }, ripple: true }),
        edited(film, 'blade', { clip: idOf('vb'), at: 30, newId: 'right000' }),
      )
    const whole = edited(talk(), 'speed', { clip: idOf('vb'), speed: { num: 2, den: 1 }, ripple: true })
    expect(frames(named(edited(sped(talk()), 'join', { clip: idOf('vb') }), 'vb'))).toEqual(frames(named(whole, 'vb')))
    const value = [14, 20].map((at) => ({ at, value: at, ease: 'linear' }))
    const moving = edited(talk(), 'setProperty', { clip: idOf('vb'), property: 'opacity', value })
    expect(outcome(sped(moving), 'join', { clip: idOf('vb') })).toBe('NOT_ADJACENT')
  })

  it('does not mind that a half was renamed', () => {
    const film = edited(cut(talk()), 'changeClip', { clips: ['right000'], name: 'other', colour: 'teal' })
    expect(bytes(edited(film, 'join', { clip: idOf('vb') }))).toBe(bytes(talk()))
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

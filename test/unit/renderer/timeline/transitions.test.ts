import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { applyEdit } from '../../../../core/timeline/edit.ts'
import { fittedTransition, roomAt, usualTransition } from '../../../../renderer/timeline/transitions.ts'
import { clip, sequence } from '../film.ts'

const handles = { offset: 9, available: 48 }
const film = sequence([clip('one', 0, 30, handles), clip('two', 30, 30, handles), clip('far', 100, 30, handles)])
const [track] = film.tracks
if (!track) throw new Error('no track')

it('lies over the cut as far as both sides have frames', () => {
  expect(usualTransition(film, track, 28)).toMatchObject({
    args: { clip: 'two', side: 'in', transition: { kind: 'dissolve', before: 9, after: 9 } },
  })
  expect(usualTransition(film, track, 33)).toMatchObject({ args: { clip: 'two', side: 'in' } })
  // Nothing touches the end of the film: it fades out.
  expect(usualTransition(film, track, 128)).toMatchObject({
    args: { clip: 'far', side: 'out', transition: { after: 0 } },
  })
  expect(usualTransition(film, track, 101)).toMatchObject({
    args: { clip: 'far', side: 'in', transition: { before: 0 } },
  })
  expect(
    usualTransition(sequence([]), { ...track, items: track.items.remove('one').remove('two').remove('far') }, 3),
  ).toBeNull()
})

it('is always one that the rules take', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 80 }),
      fc.constantFrom('one', 'two', 'far'),
      fc.constantFrom('in', 'out'),
      (length, id, side) => {
        const found = track.items.get(id)
        if (!found) throw new Error(id)
        const transition = fittedTransition('dissolve', length, roomAt(track, found, side))
        if (!transition) throw new Error('there is room')
        expect(transition.before + transition.after).toBeLessThanOrEqual(length)
        const args = { clip: id, side, transition }
        expect(applyEdit(film, { name: 'setTransition', args }).tracks[0]?.items.get(id)).toMatchObject({
          [side === 'in' ? 'transitionIn' : 'transitionOut']: transition,
        })
      },
    ),
  )
})

it('is none where there are no handles', () => {
  expect(fittedTransition('dissolve', 12, { before: 0, after: 0 })).toBeUndefined()
})

import { expect, it } from 'vitest'
import { besideTake, comparedFrames, differences, framesAt } from '../../../../renderer/compare/compare-model.ts'
import { shot, take } from '../film.ts'

const slow = take(1)
const smooth = take(2, { frames: 60, rate: { num: 24, den: 1 } })

it('shows the same moment of takes of different rates and lengths, held on the last frame', () => {
  expect(comparedFrames(slow, smooth)).toBe(20)
  expect(framesAt(5, slow, smooth)).toEqual({ a: 5, b: 15 })
  expect(framesAt(19, slow, smooth)).toEqual({ a: 15, b: 57 })
  expect(framesAt(47, smooth, slow)).toEqual({ a: 47, b: 15 })
})

it('compares a take with its parent, else with its neighbour, else with any other', () => {
  const [one, two, three] = [take(1), take(2), take(3, { parent: 'take-1' })]
  const own = shot('shotnumber1', [one, two, three])
  expect(besideTake(three, [own])).toBe(one)
  expect(besideTake(two, [own])).toBe(one)
  expect(besideTake(one, [own])).toBe(two)
  const alone = take(4, { shot: 'shotnumber2' })
  expect(besideTake(alone, [shot('shotnumber2', [alone]), own])).toBe(one)
  expect(besideTake(alone, [shot('shotnumber2', [alone])])).toBeUndefined()
})

it('names what differs between two recipes, and nothing else', () => {
  expect(differences(slow, take(1))).toEqual([])
  const guided = { ...slow.recipe, guidance: 2, negativePrompt: 'snow' }
  expect(differences(slow, take(1, { recipe: guided }))).toEqual([
    { name: 'Avoid', a: 'none', b: 'snow' },
    { name: 'Guidance', a: '4', b: '2' },
  ])
})

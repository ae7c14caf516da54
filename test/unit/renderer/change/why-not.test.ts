import { expect, it } from 'vitest'
import type { Pack } from '../../../../core/library/entities.ts'
import { whyNot } from '../../../../renderer/change/why-not.ts'
import { take } from '../film.ts'

const packs = [{ id: 'mini', title: 'Mini', problem: null }] as Pack[]
const step = {
  operation: 'upscale' as const,
  factor: 2,
  tile: 64,
  pack: { id: 'up', version: '1', sha256: '0'.repeat(64) },
  provider: 'cpu' as const,
  program: '0.1.0',
}

it('says why a take cannot be changed, and nothing where it can', () => {
  const spot = { take: take(1), over: true }
  expect(whyNot('retake', spot, packs)).toBeNull()
  expect(whyNot('retake', null, packs)).toMatch(/^select a take/)
  expect(whyNot('retake', spot, [])).toMatch(/"mini" .* is not installed/)
  expect(whyNot('retake', spot, [{ ...packs[0], problem: 'a file is missing' } as Pack])).toMatch(/a file is missing/)
  const refined = { take: take(1, { recipe: { ...take(1).recipe, refine: [step] } }), over: true }
  expect(whyNot('extend', refined, packs)).toMatch(/was refined/)
})

it('lets any frame that is on screen begin a new shot', () => {
  const refined = { take: take(1, { recipe: { ...take(1).recipe, refine: [step] } }), over: true }
  expect(whyNot('image-to-video', refined, packs)).toBeNull()
  expect(whyNot('image-to-video', { ...refined, over: false }, packs)).toMatch(/^move the playhead/)
})

import { expect, it } from 'vitest'
import { GenerateRequest } from '../../../../core/generation/request.ts'
import { changeTitle, draftOf, requestOf } from '../../../../renderer/change/change-draft.ts'
import type { ChangeDraft, ChangeOperation } from '../../../../renderer/change/change-draft.ts'
import { take } from '../film.ts'

const ID = '0'.repeat(20)
const shown = take(2, { id: ID })
const options = { marked: { from: 4, to: 8 }, frame: 3, clip: null, pack: undefined }
const draft = (operation: ChangeOperation, part: Partial<ChangeDraft> = {}): ChangeDraft => ({
  ...draftOf(operation, shown, options),
  ...part,
})
const change = (asked: ChangeDraft): unknown => GenerateRequest.parse(requestOf(asked, shown, { png: 'AAAA' })).change

it('asks for what the contract knows, for every operation', () => {
  const range = { take: ID, from: 4, to: 8 }
  expect(change(draft('retake'))).toEqual({ operation: 'retake', ...range })
  expect(change(draft('restyle'))).toEqual({ operation: 'restyle', ...range, strength: 0.6 })
  expect(change(draft('inpaint'))).toEqual({ operation: 'inpaint', ...range, mask: { png: 'AAAA' } })
  expect(change(draft('extend'))).toEqual({ operation: 'extend', take: ID, frames: 8, direction: 'forwards' })
  expect(change(draft('image-to-video'))).toMatchObject({ picture: { take: ID, frame: 3 }, at: 0 })
  const bridge = { next: '1'.repeat(20), leave: 12, enter: 2, gap: null }
  expect(change(draft('bridge', { bridge, frames: 5 }))).toEqual({
    operation: 'bridge',
    take: ID,
    next: bridge.next,
    leave: 12,
    enter: 2,
    frames: 5,
  })
})

it('says what it will do, counting frames as the viewer does', () => {
  expect(changeTitle(draft('retake'), shown)).toBe('Retake frames 5 to 8')
  expect(changeTitle(draft('restyle', { range: { from: 0, to: 16 } }), shown)).toBe('Restyle take 2')
  expect(changeTitle(draft('image-to-video'), shown)).toBe('New shot from frame 4')
})

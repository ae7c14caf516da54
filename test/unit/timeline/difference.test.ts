import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { difference } from '../../../core/timeline/difference.ts'
import { openSequence, sequenceData } from '../../../core/timeline/document.ts'
import { makeEdit } from '../../../core/timeline/edit.ts'
import { applyOperations } from '../../../core/timeline/operation.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import { film, scripts, toEdit } from './scripts.ts'
import type { Choice } from './scripts.ts'

const bytes = (sequence: Sequence): string => canonicalJson(sequenceData(sequence))

/** The film after those edits that no rule refuses. */
function after(first: Sequence, script: readonly Choice[], from: number): Sequence {
  let now = first
  for (const [index, choice] of script.entries()) {
    try {
      now = makeEdit(now, toEdit(now, choice, from + index)).sequence
    } catch (error) {
      expect(error).toMatchObject({ code: 'EDIT_REFUSED' })
    }
  }
  return now
}

it('leads from any sequence to any other, and back', () => {
  fc.assert(
    fc.property(scripts, scripts, (left, right) => {
      const [one, two] = [after(film(), left, 0), after(film(), right, 500)]
      const way = difference(one, two)
      const there = applyOperations(one, way)
      expect(bytes(there.sequence)).toBe(bytes(two))
      expect(bytes(applyOperations(there.sequence, there.inverse).sequence)).toBe(bytes(one))
    }),
    { numRuns: 300 },
  )
})

it('is empty between equal sequences, and as small as what differs', () => {
  const first = film()
  expect(difference(first, openSequence(sequenceData(first)))).toEqual([])
  const edit = { name: 'changeClip' as const, args: { clips: ['v0clip00002'], name: 'Other' } }
  const { sequence } = makeEdit(first, edit)
  expect(difference(first, sequence)).toMatchObject([
    { do: 'remove', clip: 'v0clip00002' },
    { do: 'put', clip: { id: 'v0clip00002', name: 'Other' } },
  ])
})

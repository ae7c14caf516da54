import { expect, it } from 'vitest'
import { sequenceData } from '../../../core/timeline/document.ts'
import { duplicateSequence } from '../../../core/timeline/duplicate-sequence.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import { frame } from '../../../core/timeline/time.ts'
import { clip, idOf, sequence } from './sample.ts'

it('gives everything a new id, and keeps links, groups and patches among themselves', () => {
  const [a, b, elsewhere] = [idOf('a'), idOf('b'), idOf('elsewhere')]
  const original: Sequence = {
    ...sequence(
      [clip('a', 0, 10, 0, { links: [b], group: 'group001' }), clip('c', 10, 10, 0, { links: [elsewhere] })],
      [clip('b', 0, 10, 0, { links: [a], group: 'group001' })],
    ),
    dropFrame: true,
    patch: { video: 'track000' },
    markers: [{ id: 'marker01', at: frame(3), length: frame(0), name: 'here', note: '', colour: 'red' }],
  }
  let count = 0
  const newId = (): string => `fresh${String((count += 1)).padStart(4, '0')}`
  const copy = duplicateSequence(original, { id: 'copy0001', name: 'Copy', newId })
  const text = JSON.stringify(sequenceData(copy))
  for (const old of [a, b, elsewhere, 'group001', 'track000', 'track001', 'marker01', 'sequence1']) {
    expect(text).not.toContain(`"${old}"`)
  }
  const [top, bottom] = copy.tracks.map(({ items }) => [...items])
  expect(top?.[0]).toMatchObject({ start: 0, links: [bottom?.[0]?.id], group: bottom?.[0]?.group })
  expect(bottom?.[0]).toMatchObject({ links: [top?.[0]?.id], source: { kind: 'shot', shot: 'shot0001' } })
  expect(top?.[1]).not.toHaveProperty('links')
  expect(copy).toMatchObject({ id: 'copy0001', name: 'Copy', dropFrame: true, patch: { video: copy.tracks[0]?.id } })
  expect(new Set(text.match(/fresh\d+/g)).size).toBe(count)
})

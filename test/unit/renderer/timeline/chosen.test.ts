import { expect, it } from 'vitest'
import { applyEdit, makeEdits } from '../../../../core/timeline/edit.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import { chosenClips, rippleDeletes } from '../../../../renderer/timeline/chosen.ts'
import { clip, sequence } from '../film.ts'

const film = sequence(
  [clip('picture01', 0, 48), clip('picture02', 48, 48), clip('picture03', 96, 48)],
  [clip('overlay02', 48, 48), clip('overlay03', 96, 20)],
)
const starts = ({ tracks }: Sequence): number[][] => tracks.map(({ items }) => [...items].map(({ start }) => start))
const without = (of: Sequence, ids: string[]): number[][] =>
  starts(makeEdits(of, rippleDeletes(chosenClips(of, ids))).sequence)

it('closes the gaps of several clips, the last one first', () => {
  expect(without(sequence([...(film.tracks[0]?.items ?? [])]), ['picture01', 'picture03'])).toEqual([[0]])
})

it('closes the gap once where clips fill the same frames, linked or not', () => {
  expect(without(film, ['picture02', 'overlay02'])).toEqual([[0, 48], [48]])
  const linked = applyEdit(film, { name: 'link', args: { clips: ['picture02', 'overlay02'] } })
  expect(without(linked, ['picture02', 'overlay02'])).toEqual([[0, 48], [48]])
})

import { expect, it } from 'vitest'
import { applyEdit } from '../../../core/timeline/edit.ts'
import { selectedWith } from '../../../core/timeline/queries.ts'
import { clip, sequence } from '../renderer/film.ts'

const film = sequence(
  [clip('picture01', 0, 48), clip('picture02', 48, 48), clip('picture03', 96, 48)],
  [clip('overlay01', 0, 48), clip('overlay02', 60, 10)],
)

it('is a clip alone where nothing belongs to it, and nothing for clips that are gone', () => {
  expect(selectedWith(film, ['picture02'])).toEqual(['picture02'])
  expect(selectedWith(film, ['nosuchclip'])).toEqual([])
})

it('brings what is linked, the members of groups, and what those are linked to', () => {
  const linked = applyEdit(film, { name: 'link', args: { clips: ['picture01', 'overlay01'] } })
  expect(selectedWith(linked, ['overlay01']).toSorted()).toEqual(['overlay01', 'picture01'])
  const grouped = applyEdit(linked, { name: 'group', args: { clips: ['picture01', 'picture03'], group: 'group0001' } })
  expect(selectedWith(grouped, ['picture03']).toSorted()).toEqual(['overlay01', 'picture01', 'picture03'])
  expect(selectedWith(grouped, ['overlay02'])).toEqual(['overlay02'])
})

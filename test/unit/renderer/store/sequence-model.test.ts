import { describe, expect, it } from 'vitest'
import type { SequenceStep } from '../../../../core/library/entities.ts'
import { sequenceData } from '../../../../core/timeline/document.ts'
import { makeEdit } from '../../../../core/timeline/edit.ts'
import type { Edit } from '../../../../core/timeline/edit.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import {
  loaded,
  markedSent,
  refused,
  reloaded,
  stepped,
  withPending,
} from '../../../../renderer/store/sequence-model.ts'
import { frame } from '../../../../core/timeline/time.ts'
import { clip, sequence } from '../film.ts'

const film = sequence([clip('cliponeaa', 0, 48), clip('cliptwoaa', 60, 48)])
const model = () =>
  loaded({ sequence: sequenceData(film), revision: 4, undoLabel: null, redoLabel: null, undoMade: null })
const lift = (id: string): Edit => ({ name: 'lift', args: { clip: id } })
const shown = (state: { shown: Sequence | null }): string[] =>
  [...(state.shown?.tracks[0]?.items ?? [])].map(({ id }) => id)

function step(from: number, before: Sequence, edit: Edit, token: string | null = null): [SequenceStep, Sequence] {
  const { sequence: after, forward: operations } = makeEdit(before, edit)
  const place = { revision: from + 1, undoLabel: 'an edit', redoLabel: null, undoMade: null }
  return [{ ...place, sequence: film.id, from, operations, token }, after]
}

describe('steps that the studio tells of', () => {
  it('are left out where one before them is missing, and that is said', () => {
    const [later] = step(7, film, lift('cliponeaa'))
    expect(stepped(model(), [later])).toMatchObject({ missed: true, model: { confirmed: { revision: 4 } } })
  })

  it('count once, whichever way they come first', () => {
    const [first, after] = step(4, film, lift('cliponeaa'))
    const [second] = step(5, after, lift('cliptwoaa'))
    const { model: next, missed } = stepped(model(), [first, first, second])
    expect([next.confirmed?.revision, missed, shown(next)]).toEqual([6, false, []])
    expect(stepped(next, [second])).toEqual({ model: next, missed: false, refusals: [] })
  })

  it('of another sequence change nothing', () => {
    const [first] = step(4, film, lift('cliponeaa'))
    const before = model()
    expect(stepped(before, [{ ...first, sequence: 'another01' }]).model).toBe(before)
  })

  it('take our own edit off what is on its way, and leave the rest of it on top', () => {
    const mine = withPending(model(), { edits: [lift('cliponeaa')], token: 'one' })
    const both = withPending(mine, { edits: [lift('cliptwoaa')], token: 'two' })
    const [own] = step(4, film, lift('cliponeaa'), 'one')
    const { model: next } = stepped(both, [own])
    expect(next.pending.map(({ token }) => token)).toEqual(['two'])
    expect([shown(next), [...(next.confirmed?.sequence.tracks[0]?.items ?? [])].length]).toEqual([[], 1])
    expect(shown(refused(next, 'two'))).toEqual(['cliptwoaa'])
  })

  it('leave an edit out of the picture that can no longer be made', () => {
    const mine = withPending(model(), {
      edits: [{ name: 'slip', args: { clip: 'cliponeaa', delta: 0 } }],
      token: 'one',
    })
    const [theirs] = step(4, film, lift('cliponeaa'))
    const { model: next, refusals } = stepped(markedSent(mine, 'one'), [theirs])
    expect([shown(next), next.pending.length, refusals]).toEqual([['cliptwoaa'], 1, []])
  })

  it('refuse what was not sent yet and does not commute, and carry the rest along', () => {
    const move = (id: string, start: number): Edit => ({
      name: 'move',
      args: { clip: id, track: film.tracks[0]?.id ?? '', start: frame(start), splitId: 'splitaaaa' },
    })
    const one = withPending(model(), { edits: [move('cliponeaa', 2)], token: 'one' })
    const two = withPending(one, { edits: [move('cliptwoaa', 70)], token: 'two' })
    const [theirs] = step(4, film, lift('cliponeaa'))
    const { model: next, refusals } = stepped(two, [theirs])
    expect(refusals).toMatchObject([{ pending: { token: 'one' }, error: { code: 'STALE_REVISION' } }])
    expect([shown(next), next.pending.map(({ token }) => token)]).toEqual([['cliptwoaa'], ['two']])
    expect(next.shown?.tracks[0]?.items.first?.start).toBe(70)
  })

  it('leave what commutes on its way when the sequence is read anew', () => {
    const mine = withPending(model(), { edits: [lift('cliptwoaa')], token: 'one' })
    const [, after] = step(4, film, lift('cliponeaa'))
    const document = { sequence: sequenceData(after), revision: 9, undoLabel: null, redoLabel: null, undoMade: null }
    const { model: next, refusals } = reloaded(mine, document)
    expect([next.confirmed?.revision, next.pending.length, shown(next), refusals]).toEqual([9, 1, [], []])
  })

  it('count an answer without operations as made, until the sequence is read anew', () => {
    const mine = markedSent(withPending(model(), { edits: [lift('cliponeaa')], token: 'one' }), 'one')
    const place = { undoLabel: null, redoLabel: null, undoMade: null }
    const made = { ...place, sequence: film.id, from: 7, revision: 7, operations: [], token: 'one' }
    const { model: next, missed } = stepped(mine, [made])
    expect([next.pending, shown(next), missed]).toEqual([[], ['cliptwoaa'], true])
  })
})

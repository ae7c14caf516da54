import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, assertInvariants, Edit } from '../../../core/timeline/edit.ts'
import { applyPatch, diffSequences, SequencePatch } from '../../../core/timeline/patch.ts'
import { Sequence } from '../../../core/timeline/sequence.ts'
import { choices, clip, replay, sequence, toEdit } from './sample.ts'

const empty = sequence([], [])
const refusedOnly = (error: unknown): void => expect(error).toMatchObject({ code: 'EDIT_REFUSED' })

describe('what must stay true', () => {
  it.each([
    ['an overlap', sequence([clip('a', 0, 24), clip('b', 23, 24)])],
    ['wrong order', sequence([clip('a', 30, 24), clip('b', 0, 24)])],
    ['more than the source has', sequence([clip('a', 0, 24, 30)])],
    ['one id twice on a track', sequence([clip('a', 0, 24), clip('a', 24, 24)])],
    ['one id on two tracks', sequence([clip('a', 0, 24)], [clip('a', 24, 24)])],
  ])('refuses %s', (_words, broken) => {
    expect(() => assertInvariants(broken)).toThrow(expect.objectContaining({ code: 'EDIT_REFUSED' }))
  })

  it('holds after any run of edits, and a refused edit leaves its input as it was', () => {
    fc.assert(
      fc.property(choices, (run) => {
        for (const state of replay(empty, run, refusedOnly)) {
          assertInvariants(state)
          expect(Sequence.parse(state)).toEqual(state)
        }
      }),
    )
  })

  it('never changes its input', () => {
    fc.assert(
      fc.property(choices, (run) => {
        const texts: string[] = []
        const states = [empty]
        for (const [index, choice] of run.entries()) {
          const state = states.at(-1) ?? empty
          texts.push(JSON.stringify(state))
          try {
            states.push(applyEdit(state, toEdit(state, choice, index)))
          } catch (error) {
            refusedOnly(error)
          }
          expect(JSON.stringify(state)).toBe(texts.at(-1))
        }
      }),
    )
  })

  it('keeps the number of frames shown: only lift, overwrite, move and trim change what is on screen', () => {
    const frames = (state: Sequence): number =>
      state.tracks.flatMap((track) => track.items).reduce((sum, item) => sum + item.length, 0)
    fc.assert(
      fc.property(choices, (run) => {
        let before = empty
        for (const [index, choice] of run.entries()) {
          const edit = toEdit(before, choice, index)
          try {
            const after = applyEdit(before, edit)
            if (edit.name === 'blade') expect(frames(after)).toBe(frames(before))
            if (edit.name === 'insert') expect(frames(after)).toBe(frames(before) + edit.args.clip.length)
            before = after
          } catch (error) {
            refusedOnly(error)
          }
        }
      }),
    )
  })
})

describe('an edit as data', () => {
  it('survives JSON and gives the same bytes again', () => {
    fc.assert(
      fc.property(choices, (run) => {
        let state = empty
        for (const [index, choice] of run.entries()) {
          const edit = toEdit(state, choice, index)
          const again = Edit.parse(JSON.parse(JSON.stringify(edit)))
          try {
            const next = applyEdit(state, edit)
            expect(JSON.stringify(applyEdit(state, again))).toBe(JSON.stringify(next))
            state = next
          } catch (error) {
            refusedOnly(error)
          }
        }
      }),
    )
  })
})

describe('patches', () => {
  it('undo any run of edits to the same bytes, and redo them', () => {
    fc.assert(
      fc.property(choices, (run) => {
        const states = replay(empty, run, refusedOnly)
        for (const [index, after] of states.entries()) {
          const before = states[index - 1]
          if (!before) continue
          const stored = (a: Sequence, b: Sequence) =>
            SequencePatch.parse(JSON.parse(JSON.stringify(diffSequences(a, b))))
          expect(JSON.stringify(applyPatch(before, stored(before, after)))).toBe(JSON.stringify(after))
          expect(JSON.stringify(applyPatch(after, stored(after, before)))).toBe(JSON.stringify(before))
        }
      }),
    )
  })

  it('cover the head and tracks that come, go, move and change name', () => {
    const before = sequence([clip('a', 0, 24)], [clip('b', 0, 24)])
    const [first, second] = before.tracks
    if (!first || !second) throw new Error('two tracks')
    const after: Sequence = {
      ...before,
      name: 'Film two',
      rate: { num: 24000, den: 1001 },
      tracks: [
        { ...second, name: 'Top' },
        { ...first, id: 'track009', items: [clip('c', 4, 9)] },
      ],
    }
    expect(applyPatch(before, diffSequences(before, after))).toEqual(after)
    expect(JSON.stringify(applyPatch(after, diffSequences(after, before)))).toBe(JSON.stringify(before))
  })

  it('hold only what changed', () => {
    const before = sequence([clip('a', 0, 24), clip('b', 24, 24)], [clip('c', 0, 24)])
    const after = applyEdit(before, { name: 'lift', args: { clip: 'b0000000' } })
    expect(diffSequences(before, after)).toEqual({ items: [{ track: 'track000', remove: ['b0000000'], put: [] }] })
    expect(diffSequences(before, before)).toEqual({ items: [] })
  })
})

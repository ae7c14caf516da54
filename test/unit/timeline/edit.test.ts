import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { clipOrigin, sourceFrameOf, sourcePosition } from '../../../core/timeline/clip-time.ts'
import { assertSequence, openSequence, sequenceData } from '../../../core/timeline/document.ts'
import { applyEdit, Edit, editLabel, makeEdit } from '../../../core/timeline/edit.ts'
import { applyOperations, Operation } from '../../../core/timeline/operation.ts'
import { clipEnd, lookUp, trackEnd } from '../../../core/timeline/queries.ts'
import { SequenceData } from '../../../core/timeline/sequence.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { clip, sequence } from './sample.ts'
import { check } from './scripts.ts'

const bytes = (state: Sequence): string => canonicalJson(sequenceData(state))

describe('a document that breaks a rule', () => {
  it.each([
    ['an overlap', [[clip('a', 0, 24), clip('b', 23, 24)]]],
    ['wrong order', [[clip('a', 30, 24), clip('b', 0, 24)]]],
    ['more than the source has', [[clip('a', 0, 24, 30)]]],
    ['one id twice on a track', [[clip('a', 0, 24), clip('a', 24, 24)]]],
    ['one id on two tracks', [[clip('a', 0, 24)], [clip('a', 24, 24)]]],
  ])('is refused: %s', (_words, tracks) => {
    const data = sequenceData(sequence())
    const broken = {
      ...data,
      tracks: tracks.map((items, index) => ({ id: `track00${index}`, kind: 'video' as const, name: 'V', items })),
    }
    expect(() => openSequence(broken)).toThrow(expect.objectContaining({ code: 'EDIT_REFUSED' }))
  })
})

describe('any script of edits', () => {
  it('keeps every rule, and every state passes its schema and survives saving and loading', () => {
    check((made) => {
      for (const { after } of made) {
        assertSequence(after)
        const data = SequenceData.parse(JSON.parse(JSON.stringify(sequenceData(after))))
        expect(bytes(openSequence(data))).toBe(bytes(after))
      }
    })
  })

  it('is undone to the same bytes, and redone', () => {
    check((made) => {
      const last = made.at(-1)
      if (!last) return
      const stored = (operations: Operation[]) => Operation.array().parse(JSON.parse(JSON.stringify(operations)))
      let state = last.after
      for (const { before, backward } of made.toReversed()) {
        state = applyOperations(state, stored(backward)).sequence
        expect(bytes(state)).toBe(bytes(before))
      }
      for (const { after, forward } of made) {
        state = applyOperations(state, stored(forward)).sequence
        expect(bytes(state)).toBe(bytes(after))
      }
    })
  })

  it('gives the same bytes again from its edits as data, and leaves its input as it was', () => {
    check((made) => {
      for (const { before, after, edit } of made) {
        const was = bytes(before)
        const again = Edit.parse(JSON.parse(JSON.stringify(edit)))
        expect(bytes(applyEdit(before, again))).toBe(bytes(after))
        expect(bytes(before)).toBe(was)
      }
    })
  })

  it('keeps linked clips in sync', () => {
    check((made) => {
      for (const { before, after, edit } of made) {
        for (const [id, links] of linksOf(before)) {
          for (const other of links) assertSync(before, after, id, other, edit)
        }
      }
    })
  })

  it('keeps links mutual', () => {
    check((made) => {
      for (const { after } of made) {
        for (const [id, links] of linksOf(after)) {
          for (const other of links) {
            const found = lookUp(after, other)?.clip
            if (found) expect(found.links).toContain(id)
          }
        }
      }
    })
  })

  it('changes no frame on screen by a blade or a join', () => {
    check((made) => {
      for (const { before, after, edit } of made) {
        if (!['blade', 'bladeAll', 'join'].includes(edit.name)) continue
        expect(picture(after)).toEqual(picture(before))
      }
    })
  })

  it('keeps what an edit promises to keep', () => {
    check((made) => {
      for (const { before, after, edit } of made) KEEPS[edit.name]?.(before, after)
    })
  })

  it('changes nothing of a locked track but its links and its head', () => {
    check((made) => {
      for (const { before, after, edit } of made) {
        for (const { id, locked, items } of before.tracks) {
          const now = after.tracks.find((track) => track.id === id)
          if (!locked || !now) continue
          expect(`${edit.name} ${canonicalJson([...now.items].map(bare))}`).toBe(
            `${edit.name} ${canonicalJson([...items].map(bare))}`,
          )
        }
      }
    })
  })
})

/** A clip without its links. */
function bare({ links: _links, ...clip }: Clip): Omit<Clip, 'links'> {
  return clip
}

/** What each track shows, frame by frame: a source and a frame of it, in one line. */
function picture(state: Sequence): string[][] {
  const { rate } = state
  return state.tracks.map(({ items }) =>
    [...items].flatMap((one) =>
      Array.from({ length: one.length }, (_, index) =>
        [one.start + index, canonicalJson(one.source), sourceFrameOf(one, index, rate, rate)].join(' '),
      ),
    ),
  )
}

function places(state: Sequence): string[] {
  return state.tracks.flatMap(({ id, items }) => [...items].map((one) => `${id} ${one.id} ${one.start} ${one.length}`))
}

const lengths = (state: Sequence): number[] => state.tracks.map(trackEnd)

/** The frames of each clip, by its id. */
function lengthOf(state: Sequence): Record<string, number> {
  return Object.fromEntries(state.tracks.flatMap(({ items }) => [...items].map((one) => [one.id, one.length])))
}

const KEEPS: Partial<Record<Edit['name'], (before: Sequence, after: Sequence) => void>> = {
  /** Nothing moves, and nothing becomes longer or shorter. */
  slip: (before, after) => {
    expect(places(after)).toEqual(places(before))
  },
  reverse: (before, after) => {
    expect(places(after)).toEqual(places(before))
  },
  speedRamp: (before, after) => {
    expect(places(after)).toEqual(places(before))
  },
  replace: (before, after) => {
    expect(places(after)).toEqual(places(before))
  },
  /** The end of the track stays where it is. */
  roll: (before, after) => {
    expect(lengths(after)).toEqual(lengths(before))
  },
  /** Clips keep their lengths. */
  swap: (before, after) => {
    expect(lengthOf(after)).toEqual(lengthOf(before))
  },
  closeGap: (before, after) => {
    expect(lengthOf(after)).toEqual(lengthOf(before))
  },
  rippleDelete: (before, after) => {
    expect(lengthOf(before)).toMatchObject(lengthOf(after))
  },
}

function linksOf(state: Sequence): [string, readonly string[]][] {
  return state.tracks.flatMap((track) =>
    [...track.items].map((c): [string, readonly string[]] => [c.id, c.links ?? []]),
  )
}

/** Two linked clips that are heard and seen at the same time, before and after, keep their distance. */
function assertSync(before: Sequence, after: Sequence, a: string, b: string, edit: Edit): void {
  const [a0, b0, a1, b1] = [lookUp(before, a), lookUp(before, b), lookUp(after, a), lookUp(after, b)].map(
    (f) => f?.clip,
  )
  if (!a0 || !b0 || !a1 || !b1 || !a1.links?.includes(b) || edit.name === 'replace' || edit.name === 'link') return
  if (drift(a0, b0) === 0) expect(`${edit.name} ${drift(a1, b1) ?? 0}`).toBe(`${edit.name} 0`)
  if (drift(a0, b0) === null || drift(a1, b1) === null) return
  if ([a0, b0].some((one) => sameSpeed(one, one === a0 ? a1 : b1) === false)) return
  expect(`${edit.name} ${clipOrigin(a1) - clipOrigin(b1)}`).toBe(`${edit.name} ${clipOrigin(a0) - clipOrigin(b0)}`)
}

/** How many frames of source two clips are apart where both begin to be seen and heard, or end; null where they never are. */
function drift(a: Clip, b: Clip): number | null {
  const [from, last] = [Math.max(a.start, b.start), Math.min(clipEnd(a), clipEnd(b)) - 1]
  if (from > last) return null
  const apart = [from, last].map((at) => sourcePosition(a, at - a.start) - sourcePosition(b, at - b.start))
  return Math.max(...apart.map((one) => Math.round(Math.abs(one) * 1e4) / 1e4))
}

function sameSpeed(was: Clip, now: Clip): boolean {
  return canonicalJson(was.retime?.points ?? null) === canonicalJson(now.retime?.points ?? null)
}

describe('what is kept of an edit', () => {
  it('follows the change and not the sequence: a ripple is one operation a track', () => {
    const many = sequence(Array.from({ length: 2000 }, (_, index) => clip(`c${index}x`, index * 30, 24)))
    const made = makeEdit(many, { name: 'rippleDelete', args: { clip: 'c300x000' } })
    expect(made.forward.map((operation) => operation.do)).toEqual(['remove', 'shift'])
  })

  it('is called as the command that makes it', () => {
    expect(editLabel({ name: 'blade' })).toBe('Cut at the playhead')
  })
})

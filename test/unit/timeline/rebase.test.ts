import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { CortadoError } from '../../../core/errors.ts'
import { sequenceData } from '../../../core/timeline/document.ts'
import { applyEdit, Edit, makeEdit } from '../../../core/timeline/edit.ts'
import { rebase } from '../../../core/timeline/rebase.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import { clip, dissolve, idOf, shown, talk, title } from './sample.ts'
import { film, scripts, toEdit } from './scripts.ts'

/** Pairs of edits that are tried: more of them with CORTADO_REBASE. */
const RUNS = Number(process.env['CORTADO_REBASE'] ?? 300)

const bytes = (state: Sequence): string => canonicalJson(sequenceData(state))
const edit = (name: Edit['name'], args: object): Edit => Edit.parse({ name, args })

/** What comes of my edit after another's: the sequence, or the code of the refusal. */
function rebased(then: Sequence, theirs: Edit, mine: Edit): Sequence | string {
  const other = makeEdit(then, theirs)
  try {
    return rebase(then, other.sequence, [{ label: 'theirs', ...other }], [mine]).sequence
  } catch (error) {
    if (error instanceof CortadoError) return error.code
    throw error
  }
}

const begin = talk({ V2: { items: [title('t', 30, 9), title('u', 80, 9)] } })
const vb = { clip: idOf('vb') }
const overwrite = (at: number, id = 'n', track = 'v1') =>
  edit('overwrite', { track: idOf(track), clip: clip(id, at, 5), splitId: `${id}split000` })
const marker = (at: number) =>
  edit('setMarker', { marker: { id: idOf('m'), at, length: 0, name: '', note: '', colour: 'red' } })

const insert = (at: number, id: string, track = 'v1') =>
  edit('insert', { track: idOf(track), clip: clip(id, at, 5), splitId: `${id}split000` })

describe('what does not commute', () => {
  it.each([
    ['one clip changed by both', edit('slip', { ...vb, delta: 1 }), edit('trim', { ...vb, edge: 'out', delta: -1 })],
    ['a clip that went', edit('lift', vb), edit('slip', { ...vb, delta: 1 })],
    ['one place', overwrite(100, 'm'), overwrite(102)],
    ['the sequence itself', edit('changeSequence', { name: 'a' }), edit('changeSequence', { name: 'b' })],
    ['a locked track', edit('changeTrack', { track: idOf('v2'), locked: true }), overwrite(100, 'n', 'v2')],
    ['a track that went', edit('removeTrack', { track: idOf('v2') }), overwrite(100, 'n', 'v2')],
    [
      'one marker',
      ...(['red', 'blue'].map((colour) =>
        edit('setMarker', { marker: { id: idOf('m'), at: 1, length: 0, name: '', note: '', colour } }),
      ) as [Edit, Edit]),
    ],
    ['a frame behind a ripple on a track that it left alone', edit('rippleDelete', vb), overwrite(52, 'n', 'v2')],
    ['the frame where a ripple put something in', insert(24, 'm'), insert(24, 'n')],
    [
      'a move across what a ripple put in',
      insert(48, 'm'),
      edit('move', { clip: idOf('u'), track: idOf('v2'), start: 1, splitId: idOf('r') }),
    ],
    [
      'a range that something came into',
      overwrite(100, 'm'),
      edit('liftRange', { from: 60, to: 120, tracks: [idOf('v1')], splitId: idOf('r') }),
    ],
    ['a marker in what a ripple took out', edit('rippleDelete', vb), marker(40)],
    ['a gap that something came into', overwrite(85, 'm'), edit('closeGap', { track: idOf('v1'), at: 75 })],
  ])('is refused as stale: %s', (_words, theirs, mine) => {
    const gap = applyEdit(begin, edit('append', { clips: [{ track: idOf('v1'), clip: clip('last', 0, 5) }] }))
    const then =
      mine.name === 'closeGap'
        ? applyEdit(gap, edit('move', { clip: idOf('last'), track: idOf('v1'), start: 95, splitId: idOf('q') }))
        : begin
    expect(rebased(then, theirs, mine)).toBe('STALE_REVISION')
  })

  it('is refused for what it is where the edit makes no sense any more', () => {
    const into = (before: number, after: number) =>
      edit('setTransition', { clip: idOf('vc'), side: 'in', transition: dissolve(before, after) })
    const shorter = edit('trim', { clip: idOf('vb'), edge: 'out', delta: -3 })
    expect(rebased(begin, shorter, into(4, 0))).toBe('EDIT_REFUSED')
    expect(rebased(begin, edit('slip', { ...vb, delta: 12 }), into(0, 4))).toBe('EDIT_REFUSED')
  })
})

describe('what commutes', () => {
  it.each([
    ['clips apart', edit('slip', { clip: idOf('va'), delta: 1 }), edit('slip', { clip: idOf('vc'), delta: 1 })],
    ['places apart', overwrite(100, 'm'), overwrite(105)],
    [
      'a frame before a ripple',
      edit('rippleDelete', { clip: idOf('vc') }),
      edit('blade', { clip: idOf('va'), at: 5, newId: idOf('r') }),
    ],
    [
      'two ripples that name clips',
      edit('rippleDelete', { clip: idOf('va') }),
      edit('rippleTrim', { clip: idOf('vc'), edge: 'out', delta: 4 }),
    ],
    ['a marker behind a ripple', edit('rippleDelete', vb), marker(60)],
    ['a look and a move', edit('setProperty', { clip: idOf('va'), property: 'opacity', value: 5 }), overwrite(100)],
    ['a marker before a ripple', edit('rippleDelete', { clip: idOf('vc') }), marker(30)],
    ['a ripple before a marker', marker(30), edit('rippleDelete', { clip: idOf('vc') })],
  ])('is made on top: %s', (_words, theirs, mine) => {
    const after = rebased(begin, theirs, mine)
    expect(after).not.toBeTypeOf('string')
    // Either way round is the same.
    expect(bytes(applyEdit(applyEdit(begin, mine), theirs))).toBe(bytes(after as Sequence))
  })

  it('takes markers along that others set since', () => {
    const after = rebased(begin, marker(60), edit('rippleDelete', { clip: idOf('va') }))
    expect((after as Sequence).markers[0]?.at).toBe(36)
  })

  it('follows what it names behind a ripple', () => {
    const after = rebased(
      begin,
      edit('rippleDelete', { clip: idOf('va') }),
      edit('trim', { ...vb, edge: 'out', delta: -4 }),
    )
    expect(shown(after as Sequence, 'V1')).toEqual(['vb 0+20@12', 'vc 24+24@12'])
  })
})

describe('any two edits', () => {
  /** Two edits that are both possible on a film that others were made on. */
  function pair(script: Parameters<typeof toEdit>[1][]): { start: Sequence; theirs: Edit; mine: Edit } | null {
    let start = film()
    const possible: Edit[] = []
    for (const [index, choice] of script.entries()) {
      const one = toEdit(start, choice, index)
      try {
        const next = applyEdit(start, one)
        if (index < script.length / 2) start = next
        else possible.push(one)
      } catch (error) {
        expect(error).toMatchObject({ code: 'EDIT_REFUSED' })
      }
    }
    const [theirs, mine] = possible
    return theirs && mine ? { start, theirs, mine } : null
  }

  /** Clips by track, and markers: what two people see. A link to what is gone says nothing. */
  const seen = ({ tracks, markers }: Sequence): string => {
    const there = new Set(tracks.flatMap(({ items }) => [...items].map(({ id }) => id)))
    const clips = tracks.map(({ id, items }) => [
      id,
      [...items].map(({ links = [], ...one }) => ({ ...one, links: links.filter((link) => there.has(link)).sort() })),
    ])
    return canonicalJson([Object.fromEntries(clips), markers])
  }

  it('that are accepted give the same film in either order, and leave what the other made untouched', () => {
    let [accepted, both] = [0, 0]
    fc.assert(
      fc.property(scripts, (script) => {
        const two = pair(script)
        if (!two) return
        const other = makeEdit(two.start, two.theirs)
        const after = rebased(two.start, two.theirs, two.mine)
        if (typeof after === 'string') {
          expect(['STALE_REVISION', 'EDIT_REFUSED']).toContain(after)
          return
        }
        accepted += 1
        // Nothing of the other's was undone: its clips are as it left them, but for where a ripple moved them to.
        for (const operation of other.forward) {
          if (operation.do !== 'put') continue
          const made = other.sequence.tracks.find(({ id }) => id === operation.track)?.items.get(operation.clip.id)
          const kept = after.tracks.find(({ id }) => id === operation.track)?.items.get(operation.clip.id)
          if (made) expect(kept && { ...kept, start: 0 }).toEqual({ ...made, start: 0 })
        }
        const turned = rebased(two.start, two.mine, two.theirs)
        if (typeof turned === 'string') return
        both += 1
        expect(seen(turned)).toBe(seen(after))
      }),
      { numRuns: RUNS },
    )
    expect(both).toBeGreaterThan(RUNS / 15)
    expect(accepted).toBeGreaterThanOrEqual(both)
    if (RUNS > 300) console.info(`rebase: ${RUNS} pairs, ${accepted} made on top, ${both} in either order`)
  })
})

import * as fc from 'fast-check'
import { applyEdit } from '../../../core/timeline/edit.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import type { Clip, Sequence } from '../../../core/timeline/sequence.ts'
import { frame } from '../../../core/timeline/time.ts'

/** A clip of 48 frames of source; `offset` of them are skipped. */
export function clip(id: string, start: number, length: number, offset = 0): Clip {
  return {
    id: id.padEnd(8, '0'),
    name: id,
    source: { kind: 'shot', shot: 'shot0001' },
    start: frame(start),
    length: frame(length),
    offset: frame(offset),
    available: frame(48),
  }
}

export function sequence(...tracks: Clip[][]): Sequence {
  return {
    id: 'sequence1',
    name: 'Film',
    rate: { num: 24, den: 1 },
    size: { width: 512, height: 512 },
    tracks: tracks.map((items, index) => ({ id: `track00${index}`, kind: 'video', name: `V${index + 1}`, items })),
  }
}

/** The clips of a track as `id start+length@offset`. */
export function shown({ tracks }: Sequence, track = 0): string[] {
  return (tracks[track]?.items ?? []).map(
    ({ name, start, length, offset, id }) =>
      `${id.startsWith(name) ? name : '?'}${id === name.padEnd(8, '0') ? '' : "'"} ${start}+${length}@${offset}`,
  )
}

interface Choice {
  name: Edit['name']
  which: number
  track: number
  at: number
  length: number
  offset: number
  delta: number
  edge: 'in' | 'out'
}

/** Any run of edits, as choices that fit whatever the sequence holds by then. */
export const choices: fc.Arbitrary<Choice[]> = fc.array(
  fc.record({
    name: fc.constantFrom<Edit['name']>(
      'insert',
      'overwrite',
      'move',
      'trim',
      'lengthen',
      'blade',
      'lift',
      'rippleDelete',
    ),
    which: fc.nat(50),
    track: fc.nat(1),
    at: fc.nat(200),
    length: fc.integer({ min: 1, max: 24 }),
    offset: fc.nat(24),
    delta: fc.integer({ min: -30, max: 30 }),
    edge: fc.constantFrom('in' as const, 'out' as const),
  }),
  { minLength: 1, maxLength: 20 },
)

/** The edit that a choice means for this sequence; `index` keeps new ids apart. */
export function toEdit(state: Sequence, choice: Choice, index: number): Edit {
  const all = state.tracks.flatMap((track) => track.items)
  const target = all[choice.which % Math.max(1, all.length)]?.id ?? 'nothing0'
  const track = `track00${choice.track}`
  const splitId = `split${String(index).padStart(4, '0')}`
  const laid = clip(`clip${String(index).padStart(4, '0')}`, choice.at, choice.length, choice.offset)
  switch (choice.name) {
    case 'insert':
    case 'overwrite':
      return { name: choice.name, args: { track, clip: laid, splitId } }
    case 'move':
      return { name: 'move', args: { clip: target, track, start: frame(choice.at), splitId } }
    case 'trim':
      return { name: 'trim', args: { clip: target, edge: choice.edge, delta: choice.delta } }
    case 'lengthen':
      return {
        name: 'lengthen',
        args: { clip: target, available: frame(48 + choice.at), length: frame(choice.length) },
      }
    case 'blade':
      return { name: 'blade', args: { clip: target, at: frame(choice.at), newId: splitId } }
    case 'lift':
    case 'rippleDelete':
      return { name: choice.name, args: { clip: target } }
  }
}

/** Applies every choice that is not refused; returns each state on the way, the first one included. */
export function replay(start: Sequence, run: readonly Choice[], refused: (error: unknown) => void): Sequence[] {
  const states = [start]
  for (const [index, choice] of run.entries()) {
    const state = states.at(-1) ?? start
    try {
      states.push(applyEdit(state, toEdit(state, choice, index)))
    } catch (error) {
      refused(error)
    }
  }
  return states
}

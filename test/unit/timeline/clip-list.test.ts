import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClipList, Run } from '../../../core/timeline/clip-list.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { clip, idOf } from './sample.ts'

type Step = { do: 'put' | 'remove' | 'shift'; which: number; at: number; by: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    do: fc.constantFrom('put', 'put', 'put', 'remove', 'shift'),
    which: fc.nat(300),
    at: fc.nat(3000),
    by: fc.integer({ min: -60, max: 60 }),
  }),
  { maxLength: 80 },
)

const end = (one: Clip): number => one.start + one.length
const row = (count: number): Clip[] => Array.from({ length: count }, (_, index) => clip(`c${index}x`, index * 10, 6))
const free = (model: readonly Clip[], one: Clip): boolean =>
  model.every((other) => other.id === one.id || end(other) <= one.start || other.start >= end(one))

/** A step on a plain array; null where it does not fit. */
function onArray(model: readonly Clip[], step: Step): { model: Clip[]; make: (list: ClipList) => ClipList } | null {
  const old = model[step.which % Math.max(1, model.length)]
  if (step.do === 'remove') {
    if (!old) return null
    return { model: model.filter((one) => one !== old), make: (list) => list.remove(old.id) }
  }
  if (step.do === 'put') {
    const one = clip(`c${step.which}x`, step.at, 1 + (step.which % 9))
    if (!free(model, one)) return null
    const others = model.filter(({ id }) => id !== one.id)
    return { model: [...others, one].sort((a, b) => a.start - b.start), make: (list) => list.put(one) }
  }
  const before = Math.max(0, ...model.filter((one) => one.start < step.at).map(end))
  const first = model.find((one) => one.start >= step.at)
  if (first && first.start + step.by < before) return null
  const moved = model.map((one) =>
    one.start >= step.at ? { ...one, start: (one.start + step.by) as Clip['start'] } : one,
  )
  return { model: moved, make: (list) => list.shift(step.at, step.by) }
}

function assertSame(list: ClipList, model: readonly Clip[]): void {
  expect([...list]).toEqual(model)
  expect([list.length, list.first, list.last]).toEqual([model.length, model[0], model.at(-1)])
  for (const at of [0, 7, 500, 1234, 4000]) {
    expect(list.under(at)).toEqual(model.find((one) => one.start <= at && end(one) > at))
    expect(list.endingAfter(at)).toEqual(model.find((one) => end(one) > at))
    expect(list.from(at)).toEqual(model.find((one) => one.start >= at))
    expect(list.before(at)).toEqual(model.findLast((one) => one.start < at))
    expect([...list.between(at, at + 100)]).toEqual(model.filter((one) => one.start < at + 100 && end(one) > at))
  }
}

describe('ClipList', () => {
  it('is a sorted array, whatever is put, removed and shifted', () => {
    fc.assert(
      fc.property(fc.nat(250), steps, (count, script) => {
        let model = row(count)
        let list = ClipList.from(model)
        for (const step of script) {
          const next = onArray(model, step)
          if (!next) continue
          const was = [...list]
          const changed = next.make(list)
          expect([...list]).toEqual(was)
          model = next.model
          list = changed
        }
        assertSame(list, model)
        for (const one of model) expect(list.get(one.id)).toEqual(one)
        expect(list.get('gone0000')).toBeUndefined()
        const stored = list.runs.map(({ key, shift, kept }) => new Run(key, shift, kept))
        assertSame(ClipList.ofRuns(stored.toReversed()), model)
      }),
    )
  })

  it('puts a clip into a gap between the clips of an earlier run', () => {
    const clips = row(96).map((one, index) =>
      index < 20 ? one : { ...one, start: (one.start + 100) as Clip['start'] },
    )
    const list = ClipList.from(clips)
    const moved = list.put({ ...(clips[60] as Clip), start: 250 as Clip['start'] })
    expect([...moved].map(({ start }) => start)).toEqual([...moved].map(({ start }) => start).sort((a, b) => a - b))
  })

  it('splits a run that grew, with keys of their own, and drops one that is empty', () => {
    let list = ClipList.empty
    for (const one of row(500)) list = list.put(one)
    expect(list.runs.length).toBeGreaterThan(4)
    expect(new Set(list.runs.map(({ key }) => key)).size).toBe(list.runs.length)
    for (const one of row(500)) list = list.remove(one.id)
    expect([list.length, list.runs]).toEqual([0, []])
  })

  it('shares what an edit does not touch, and shifts a run without looking at its clips', () => {
    const list = ClipList.from(row(480))
    const changed = list.put({ ...(list.get(idOf('c1x')) as Clip), name: 'other' })
    expect(changed.runs.slice(1)).toEqual(list.runs.slice(1))
    expect(changed.runs.filter((run, index) => run === list.runs[index])).toHaveLength(list.runs.length - 1)
    const shifted = list.shift(0, 5)
    expect(shifted.runs.every((run, index) => run.kept === list.runs[index]?.kept)).toBe(true)
  })
})

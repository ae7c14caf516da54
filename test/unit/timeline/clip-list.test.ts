import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClipList } from '../../../core/timeline/clip-list.ts'
import { Run } from '../../../core/timeline/run.ts'
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

/** A run made anew from what is stored of it. */
function stored({ key, shift, kept }: Run): Run {
  return new Run(
    key,
    shift,
    kept.map((part) => (part instanceof Run ? stored(part) : part)),
  )
}

/** Every run of a list, where it is: the longest first. */
function runsOf(run: Run): Run[] {
  return [run, ...run.parts.flatMap((part) => (part instanceof Run ? runsOf(part) : []))]
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
        assertSame(ClipList.of(stored(list.root)), model)
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

  it('finds every clip by its name and its place in a list of three floors, whatever comes, goes and moves', () => {
    let list = ClipList.from(row(2000))
    let model = row(2000)
    expect(list.root.height).toBe(2)
    for (let step = 0; step < 400; step += 1) {
      const at = ((step * 7919) % 2000) * 10
      const old = model.find(({ start }) => start >= at)
      const fresh = clip(`n${step}x`, at + 6, 2)
      const next = onArray(model, { do: 'shift', which: 0, at, by: 10 })
      if (next) [model, list] = [next.model, next.make(list)]
      if (old && step % 3 === 0) {
        model = model.filter(({ id }) => id !== old.id)
        list = list.remove(old.id)
      }
      if (free(model, fresh)) {
        model = [...model, fresh].sort((a, b) => a.start - b.start)
        list = list.put(fresh)
      }
    }
    assertSame(list, model)
    expect(model.map(({ id }) => list.get(id))).toEqual(model)
    assertSame(ClipList.of(stored(list.root)), model)
  })

  it('splits runs that grew, with keys of their own, and drops one that is empty', () => {
    let list = ClipList.empty
    for (const one of row(1500)) list = list.put(one)
    const runs = runsOf(list.root)
    expect(list.root.height).toBe(2)
    expect(Math.max(...runs.map(({ parts }) => parts.length))).toBeLessThanOrEqual(32)
    expect(new Set(runs.map(({ key }) => key)).size).toBe(runs.length)
    for (const one of row(1500)) list = list.remove(one.id)
    expect([list.length, list.root.parts]).toEqual([0, []])
  })

  it('makes a few objects for an edit or a ripple, however many clips there are, and shares all others', () => {
    const list = ClipList.from(row(20_000))
    const before = new Set(runsOf(list.root))
    const lists = new Set([...before].map(({ kept }) => kept))
    const made = (run: Run): number =>
      before.has(run) ? 0 : run.kept.reduce((sum, part) => sum + (part instanceof Run ? made(part) : 0), 1)
    const changed = list.put({ ...(list.get(idOf('c9000x')) as Clip), name: 'other' })
    expect(made(changed.root)).toBe(list.root.height + 1)
    const shifted = list.shift(90_000, 5)
    expect(made(shifted.root)).toBeLessThanOrEqual(32 * list.root.height + 1)
    // What moves as a whole keeps its parts; only the runs on the way to the first clip that moves do not.
    expect(runsOf(shifted.root).filter(({ kept }) => !lists.has(kept)).length).toBe(list.root.height + 1)
  })
})

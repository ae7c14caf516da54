import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { valueAt } from '../../../core/look/keyframes.ts'
import { clipTime, sourceFrameOf } from '../../../core/timeline/clip-time.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { clipEnd, linkedTo, lookUp } from '../../../core/timeline/queries.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import { check } from './scripts.ts'
import type { Made } from './scripts.ts'

/** Edits after which every frame is what it was, where it was. */
const SAME = new Set<Edit['name']>([
  'blade',
  'bladeAll',
  'join',
  'link',
  'unlink',
  'group',
  'ungroup',
  'setMarker',
  'removeMarker',
  'addTrack',
  'patchSource',
  'setTransition',
])

/** Edits after which what they do not name is where it was. The others move what comes later, or take more than clips away. */
const STAY = new Set<Edit['name']>([
  'overwrite',
  'append',
  'replace',
  'lift',
  'liftRange',
  'move',
  'duplicate',
  'swap',
  'trim',
  'lengthen',
  'roll',
  'slip',
  'slide',
  'nest',
  'reverse',
  'speedRamp',
  'setProperty',
  'setKeyframe',
  'removeKeyframe',
  'changeClip',
  'changeText',
  'switchTake',
  'shiftSound',
])

describe('any script of edits', () => {
  it('leaves every frame and value that an edit does not name as it was: in its place, or in its order where it ripples', () => {
    check((made) => {
      for (const one of made) {
        const { before, after, edit } = one
        if (SAME.has(edit.name)) assertSame(edit, frames(after), frames(before))
        else if (stays(edit)) {
          const away = [...range(edit), ...named(one).flatMap(([id, state]) => place(state, id)), ...between(one)]
          assertSame(edit, frames(after, away), frames(before, away))
        } else if (ripples(edit)) {
          const ids = new Set(named(one).map(([id]) => id))
          const gone = range(edit)
          assertSame(edit, inOrder(after, [], ids), inOrder(before, gone, ids))
          expect(after.markers.length).toBe(before.markers.length)
        }
      }
    }, 150)
  })
})

/** Compares long lists, and tells where they part. */
function assertSame(edit: Edit, after: readonly string[], before: readonly string[]): void {
  const at = before.findIndex((one, index) => one !== after[index])
  if (at < 0 && after.length === before.length) return
  expect([canonicalJson(edit), after[Math.max(0, at)]]).toEqual([canonicalJson(edit), before[Math.max(0, at)]])
  expect([canonicalJson(edit), after.length]).toEqual([canonicalJson(edit), before.length])
}

function stays(edit: Edit): boolean {
  if (edit.name === 'speed' || edit.name === 'trimTo') return edit.args.ripple !== true
  if (edit.name === 'threePoint') return edit.args.how === 'overwrite'
  if (edit.name === 'freezeFrame') return edit.args.length === undefined
  return STAY.has(edit.name)
}

function ripples({ name }: Edit): boolean {
  return [
    'insert',
    'threePoint',
    'rippleDelete',
    'extract',
    'closeGap',
    'rippleTrim',
    'trimTo',
    'speed',
    'freezeFrame',
  ].includes(name)
}

type Place = [track: string, from: number, to: number]

/** The clips that an edit names, with what they are linked to, as they were and as they are. */
function named({ before, after, edit }: Made): [string, Sequence][] {
  const args = edit.args as Record<string, unknown>
  const idOf = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(idOf) : idOfClip(value)
  const ids = new Set([args['clip'], args['clips'], args['also'], args['more']].flatMap(idOf))
  // A still that is put in leaves both halves of its clip as they are.
  if (edit.name === 'freezeFrame') {
    return edit.args.length === undefined ? [[edit.args.clip, before]] : [[edit.args.newId, after]]
  }
  for (const state of [before, after]) {
    const asked = Array.from(ids)
    for (const id of asked) {
      const found = lookUp(state, id)
      if (!found) continue
      const { track, clip } = found
      const beside =
        edit.name === 'roll' || edit.name === 'swap' ? [track.items.before(clip.start), track.items.after(clip)] : []
      for (const one of [clip, ...beside]) if (one) for (const { id } of linkedTo(state, one)) ids.add(id)
    }
  }
  const all = [...ids].flatMap((id): [string, Sequence][] => [
    [id, before],
    [id, after],
  ])
  // What they make has ids of its own.
  if (edit.name === 'nest' || edit.name === 'duplicate') {
    for (const { items } of after.tracks) for (const { id } of items) if (!lookUp(before, id)) all.push([id, after])
  }
  return all
}

/** What an edit takes away between two frames. */
function range(edit: Edit): Place[] {
  if (edit.name !== 'extract' && edit.name !== 'liftRange') return []
  const { tracks, from, to } = edit.args
  return tracks.map((id) => [id, from, to])
}

/** A slide may go past where a neighbour ended: all between where it began and where it ends. */
function between({ before, after, edit }: Made): Place[] {
  if (edit.name !== 'slide') return []
  const clip = lookUp(before, edit.args.clip)?.clip
  return (clip ? linkedTo(before, clip) : []).flatMap(({ id }) => {
    const [was, now] = [...place(before, id), ...place(after, id)]
    return was && now ? [[was[0], Math.min(was[1], now[1]), Math.max(was[2], now[2])] as Place] : []
  })
}

function idOfClip(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('clip' in value) return idOfClip(value.clip)
  return 'id' in value && typeof value.id === 'string' ? [value.id] : []
}

function place(state: Sequence, id: string): Place[] {
  const found = lookUp(state, id)
  return found ? [[found.track.id, found.clip.start, clipEnd(found.clip)]] : []
}

/** Footage has more frames than the sequence, so that a part of a frame shows. */
const FOOTAGE = { num: 60, den: 1 }

/** What a frame of a clip shows: a source, a frame of it, and the values of everything that moves. */
function show(clip: Clip, source: string, index: number, rate: Sequence['rate']): string {
  const values = Object.values(clip.look ?? {}).map((value) => valueAt(value, clipTime(clip) + index))
  return `${source} ${sourceFrameOf(clip, index, rate, FOOTAGE)} ${values.join(' ')}`
}

/** The frames of every track, but for some places. One of five is enough: which one changes with the clip. */
function frames({ tracks, rate }: Sequence, away: readonly Place[] = []): string[] {
  return tracks.flatMap(({ id, items }) =>
    [...items].flatMap((clip) => {
      const source = canonicalJson(clip.source)
      return Array.from({ length: clip.length }, (_, index) => clip.start + index)
        .filter((at) => at % 5 === 3 && !away.some(([track, from, to]) => track === id && at >= from && at < to))
        .map((at) => `${id} ${at} ${show(clip, source, at - clip.start, rate)}`)
    }),
  )
}

/** What the tracks show in its order, wherever it lies, but for some clips and places. */
function inOrder({ tracks, rate }: Sequence, gone: readonly Place[], ids: ReadonlySet<string>): string[] {
  return tracks.flatMap(({ id, items }) =>
    [...items].flatMap((clip) => {
      if (ids.has(clip.id)) return []
      const source = canonicalJson(clip.source)
      return Array.from({ length: clip.length }, (_, index) => index)
        .filter(
          (index) =>
            !gone.some(([track, from, to]) => track === id && clip.start + index >= from && clip.start + index < to),
        )
        .map((index) => `${id} ${show(clip, source, index, rate)}`)
    }),
  )
}

import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Keyframe } from '../../../core/look/keyframes.ts'
import { clipTime } from '../../../core/timeline/clip-time.ts'
import { openSequence } from '../../../core/timeline/document.ts'
import { makeEdit } from '../../../core/timeline/edit.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import type { Operation } from '../../../core/timeline/operation.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'
import type { Sample } from '../../../core/timeline/time.ts'

/**
 * Two video tracks, two audio tracks and one for captions, with linked clips that touch and some that do not, a dissolve and a
 * crossfade, a slow clip and one that runs backwards, and values that move.
 */
export function film(): Sequence {
  const key = (at: number, value: number, ease: Keyframe['ease']): Keyframe => ({ at, value, ease })
  const moves = [
    key(-20, 10, 'linear'),
    key(15, 20, { bezier: [0.2, -0.5, 0.6, 1.4] }),
    key(47, -15, 'hold'),
    key(60, 4, 'linear'),
  ]
  const retimes = { 3: { num: 1, den: 2 }, 4: { num: -1, den: 1 } } as const
  const lane = (kind: 'v' | 'a', index: number): Clip[] =>
    [0, 60, 120, 200, 300].map((start, place) => ({
      id: `${kind}${index}clip0000${place}`,
      name: `${kind}${index} ${place}`,
      source: { kind: 'shot', shot: 'shot0001' },
      start: frame(start + index * 7),
      length: frame(60),
      offset: frame(place === 4 ? 90 : 20),
      available: frame(120),
      look: { [kind === 'v' ? 'rotation' : 'volume']: moves },
      ...(place === 1 && {
        transitionIn: {
          kind: kind === 'v' ? ('dissolve' as const) : ('crossfade' as const),
          before: frame(6),
          after: frame(6),
        },
      }),
      ...((place === 3 || place === 4) && { retime: { lead: frame(0), points: [{ at: 0, speed: retimes[place] }] } }),
      links: [`${kind === 'v' ? 'a' : 'v'}${index}clip0000${place}`],
    }))
  return openSequence({
    id: 'sequence1',
    name: 'Film',
    rate: { num: 24, den: 1 },
    size: { width: 512, height: 512 },
    tracks: [
      { id: 'audio0001', kind: 'audio', name: 'A2', items: lane('a', 1) },
      { id: 'audio0000', kind: 'audio', name: 'A1', items: lane('a', 0) },
      { id: 'video0000', kind: 'video', name: 'V1', items: lane('v', 0) },
      { id: 'video0001', kind: 'video', name: 'V2', items: lane('v', 1) },
      { id: 'caption00', kind: 'caption', name: 'C1', items: [] },
    ],
  })
}

/** Numbers that mean an edit on whatever the sequence holds by then. */
export interface Choice {
  name: Edit['name']
  /** Picks clips and tracks. */
  which: number
  other: number
  at: number
  length: number
  delta: number
  flag: boolean
}

/** Every edit that there is. */
export const EDIT_NAMES: readonly Edit['name'][] = [
  'insert',
  'overwrite',
  'append',
  'replace',
  'threePoint',
  'lift',
  'rippleDelete',
  'liftRange',
  'extract',
  'closeGap',
  'move',
  'duplicate',
  'swap',
  'trim',
  'trimTo',
  'lengthen',
  'rippleTrim',
  'roll',
  'slip',
  'slide',
  'blade',
  'bladeAll',
  'join',
  'link',
  'unlink',
  'group',
  'ungroup',
  'nest',
  'speed',
  'reverse',
  'freezeFrame',
  'speedRamp',
  'setTransition',
  'setMarker',
  'removeMarker',
  'addTrack',
  'removeTrack',
  'reorderTrack',
  'changeTrack',
  'patchSource',
  'setProperty',
  'setKeyframe',
  'removeKeyframe',
  'changeClip',
  'changeText',
  'switchTake',
  'changeSequence',
  'shiftSound',
]

/** Any edit at all. */
export const choice: fc.Arbitrary<Choice> = fc.record({
  name: fc.constantFrom(...EDIT_NAMES),
  which: fc.nat(10_000),
  other: fc.nat(10_000),
  at: fc.nat(420),
  length: fc.integer({ min: 1, max: 60 }),
  delta: fc.integer({ min: -40, max: 40 }),
  flag: fc.boolean(),
})

/** Any run of edits. */
export const scripts: fc.Arbitrary<Choice[]> = fc.array(choice, { minLength: 1, maxLength: 24 })

/** The edit that a choice means for a sequence; `index` keeps new ids apart. */
export function toEdit(state: Sequence, choice: Choice, index: number): Edit {
  const { which, other, flag, delta } = choice
  const clips = state.tracks.flatMap((track) => [...track.items].map((clip) => ({ clip, track })))
  const chosen = clips[which % Math.max(1, clips.length)]
  const second = clips[other % Math.max(1, clips.length)]
  const clip = chosen?.clip.id ?? 'nothing00'
  const track = state.tracks[other % Math.max(1, state.tracks.length)]?.id ?? 'nothing00'
  const splitId = `seed${String(index).padStart(6, '0')}`
  const at = frame(choice.at)
  const length = frame(choice.length)
  // A place that is often inside the chosen clip, as a playhead would be.
  const inside = chosen ? frame(chosen.clip.start + (which % (chosen.clip.length + 1))) : at
  const edge = flag ? ('in' as const) : ('out' as const)
  const alone = which % 5 === 0
  const laid: Clip = {
    id: `laid${String(index).padStart(6, '0')}`,
    name: `laid ${index}`,
    source: which % 7 === 0 ? { kind: 'caption', text: 'Hello' } : { kind: 'shot', shot: 'shot0001' },
    start: at,
    length,
    offset: frame(which % 40),
    available: which % 7 === 0 ? null : frame(100),
  }
  const ids = [clip, second?.clip.id ?? 'nothing00']
  const edits: Record<Edit['name'], () => Edit> = {
    insert: () => ({ name: 'insert', args: { track, clip: laid, splitId, ...(flag && withSound(laid)) } }),
    overwrite: () => ({ name: 'overwrite', args: { track, clip: laid, splitId, ...(flag && withSound(laid)) } }),
    append: () => ({ name: 'append', args: { clips: [{ track, clip: laid }] } }),
    replace: () => ({
      name: 'replace',
      args: { clip, source: laid.source, name: 'other', offset: frame(which % 60), available: frame(110) },
    }),
    threePoint: () => ({
      name: 'threePoint',
      args: {
        how: flag ? 'insert' : 'overwrite',
        track,
        clip: { ...laid, source: { kind: 'shot', shot: 'shot0001' }, available: frame(100) },
        source: { in: frame(which % 50), ...(which % 2 === 0 && { out: frame((which % 50) + choice.length) }) },
        at: { in: at, ...(which % 3 === 0 && { out: frame(choice.at + choice.length) }) },
        ...(other % 2 === 0 && { fit: 'speed' as const }),
        splitId,
      },
    }),
    lift: () => ({ name: 'lift', args: { clip, alone } }),
    rippleDelete: () => ({ name: 'rippleDelete', args: { clip } }),
    liftRange: () => ({
      name: 'liftRange',
      args: { from: at, to: frame(choice.at + choice.length), tracks: state.tracks.map(({ id }) => id), splitId },
    }),
    extract: () => ({
      name: 'extract',
      args: {
        from: at,
        to: frame(choice.at + choice.length),
        tracks: flag ? [track] : state.tracks.map(({ id }) => id),
        splitId,
      },
    }),
    closeGap: () => ({ name: 'closeGap', args: { track, at } }),
    move: () => ({
      name: 'move',
      args: {
        clip,
        track: flag ? (chosen?.track.id ?? track) : track,
        start: at,
        splitId,
        ...(alone && { also: ids }),
      },
    }),
    duplicate: () => ({ name: 'duplicate', args: { clips: ids, by: delta * 5, splitId } }),
    swap: () => ({ name: 'swap', args: { clip } }),
    trim: () => ({ name: 'trim', args: { clip, edge, delta, alone } }),
    trimTo: () => ({ name: 'trimTo', args: { clip, edge, at: inside, ripple: other % 2 === 0 } }),
    lengthen: () => ({ name: 'lengthen', args: { clip, available: frame(140), length } }),
    rippleTrim: () => ({ name: 'rippleTrim', args: { clip, edge, delta, alone } }),
    roll: () => ({ name: 'roll', args: { clip, edge, delta, alone } }),
    slip: () => ({ name: 'slip', args: { clip, delta, alone } }),
    slide: () => ({ name: 'slide', args: { clip, delta } }),
    blade: () => ({ name: 'blade', args: { clip, at: inside, newId: splitId, alone } }),
    bladeAll: () => ({ name: 'bladeAll', args: { at, newId: splitId } }),
    join: () => ({ name: 'join', args: { clip } }),
    link: () => ({ name: 'link', args: { clips: ids } }),
    unlink: () => ({ name: 'unlink', args: { clips: [clip] } }),
    group: () => ({ name: 'group', args: { clips: ids, group: splitId } }),
    ungroup: () => ({ name: 'ungroup', args: { clips: ids } }),
    nest: () => ({ name: 'nest', args: { clips: [clip], sequence: `n${splitId}`, clip: splitId, name: 'Nest' } }),
    speed: () => ({
      name: 'speed',
      args: { clip, speed: { num: flag ? choice.length : -choice.length, den: 24 }, ripple: other % 2 === 0 },
    }),
    reverse: () => ({ name: 'reverse', args: { clip } }),
    freezeFrame: () => ({ name: 'freezeFrame', args: { clip, at: inside, newId: splitId, ...(flag && { length }) } }),
    speedRamp: () => ({
      name: 'speedRamp',
      args: {
        clip,
        points: flag
          ? [
              { at: 0, speed: { num: 1, den: 2 } },
              { at: choice.length, speed: { num: delta, den: 20 } },
            ]
          : [],
      },
    }),
    setTransition: () => ({
      name: 'setTransition',
      args: {
        clip,
        side: edge,
        transition:
          which % 4 === 0
            ? null
            : {
                kind: chosen?.track.kind === 'audio' ? 'crossfade' : 'dissolve',
                before: frame(which % 12),
                after: frame(flag ? other % 12 : 0),
              },
      },
    }),
    setMarker: () => ({
      name: 'setMarker',
      args: {
        marker: { id: `marker00${which % 4}`, at, length: frame(which % 9), name: 'm', note: '', colour: 'red' },
      },
    }),
    removeMarker: () => ({ name: 'removeMarker', args: { marker: `marker00${which % 4}` } }),
    addTrack: () => ({
      name: 'addTrack',
      args: { track: { id: `t${splitId}`, kind: flag ? 'video' : 'audio', name: 'New' }, at: which % 7 },
    }),
    removeTrack: () => ({ name: 'removeTrack', args: { track } }),
    reorderTrack: () => ({ name: 'reorderTrack', args: { track, at: which % 7 } }),
    changeTrack: () => ({
      name: 'changeTrack',
      // Seldom locked, or every later edit would be refused.
      args: {
        track,
        locked: which % 9 === 0,
        muted: which % 2 === 0,
        solo: which % 3 === 0,
        syncLock: which % 4 !== 0,
      },
    }),
    patchSource: () => ({ name: 'patchSource', args: { side: flag ? 'video' : 'audio', track: alone ? null : track } }),
    setProperty: () => ({
      name: 'setProperty',
      args: { clip, property: flag ? 'opacity' : 'volume', value: alone ? null : which % 120 },
    }),
    setKeyframe: () => ({
      name: 'setKeyframe',
      args: {
        clip,
        property: 'opacity',
        key: {
          at: (chosen ? clipTime(chosen.clip) : 0) + choice.length,
          value: other % 101,
          ease: flag ? 'linear' : 'hold',
        },
      },
    }),
    removeKeyframe: () => ({
      name: 'removeKeyframe',
      args: { clip, property: 'opacity', at: (chosen ? clipTime(chosen.clip) : 0) + choice.length },
    }),
    changeClip: () => ({
      name: 'changeClip',
      args: { clips: ids, name: `n ${which}`, enabled: flag, ...(alone && { colour: 'teal' as const }) },
    }),
    changeText: () => ({ name: 'changeText', args: { clip, source: { kind: 'caption', text: `words ${which}` } } }),
    switchTake: () => ({
      name: 'switchTake',
      args: { clip, take: flag ? 'take00001' : null, available: frame(choice.length + 20) },
    }),
    changeSequence: () => ({
      name: 'changeSequence',
      args: { name: `Film ${which}`, ...(alone && { rate: { num: 30_000, den: 1001 }, dropFrame: true }) },
    }),
    shiftSound: () => ({ name: 'shiftSound', args: { clip, samples: (delta * 60) as Sample } }),
  }
  return edits[choice.name]()
}

/** One edit of a script that was not refused. */
export interface Made {
  before: Sequence
  after: Sequence
  edit: Edit
  forward: Operation[]
  backward: Operation[]
}

/** Makes every edit of a script that is not refused. */
function play(script: readonly Choice[]): Made[] {
  const made: Made[] = []
  let state = film()
  for (const [index, choice] of script.entries()) {
    const edit = toEdit(state, choice, index)
    try {
      const { sequence: after, forward, backward } = makeEdit(state, edit)
      made.push({ before: state, after, edit, forward, backward })
      state = after
    } catch (error) {
      expect(error).toMatchObject({ code: 'EDIT_REFUSED', reason: expect.any(String) })
    }
  }
  return made
}

/** So many scripts keep a property: fewer in a run that others wait for, 10,000 and more where somebody asks for them. */
export function check(property: (made: Made[]) => void, usual = 500): void {
  fc.assert(
    fc.property(scripts, (script) => property(play(script))),
    { numRuns: Number(process.env['CORTADO_EDIT_SCRIPTS'] ?? usual) },
  )
}

/** A clip with its sound, as a source brings them. */
function withSound(clip: Clip): { clip: Clip; more: { track: string; clip: Clip }[] } {
  const sound = { ...clip, id: `s${clip.id}`, links: [clip.id] }
  return { clip: { ...clip, links: [sound.id] }, more: [{ track: 'audio0000', clip: sound }] }
}

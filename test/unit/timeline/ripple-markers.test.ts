import { describe, expect, it } from 'vitest'
import { sequenceData } from '../../../core/timeline/document.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { makeEdit } from '../../../core/timeline/edit.ts'
import { applyOperations } from '../../../core/timeline/operation.ts'
import { clip, edited, idOf, talk } from './sample.ts'

/** Markers on the three shots of 24 frames: on their cuts, inside, over a cut, and over everything. */
const places = [
  [0, 0],
  [24, 0],
  [30, 0],
  [48, 0],
  [20, 8],
  [30, 30],
  [48, 5],
  [0, 72],
] as const
const film = places.reduce((now, [at, length], index) => {
  const marker = { id: idOf(`m${index}`), at, length, name: `m${index}`, note: '', colour: 'red' }
  return edited(now, 'setMarker', { marker })
}, talk())

/** What the markers mark, in the order of `places`. */
function marked(name: Edit['name'], args: object): string[] {
  const made = makeEdit(film, { name, args } as Edit)
  const back = applyOperations(made.sequence, made.backward).sequence
  expect(sequenceData(back)).toEqual(sequenceData(film))
  return places.map((_, index) => {
    const marker = made.sequence.markers.find(({ id }) => id === idOf(`m${index}`))
    return marker ? `${marker.at}+${marker.length}` : 'gone'
  })
}

const as = places.map(([at, length]) => `${at}+${length}`)

describe('markers', () => {
  it('go along with what is taken out and closed: those on it stay at the cut, ranges give up what went', () => {
    const cut = ['0+0', '24+0', '24+0', '24+0', '20+4', '24+12', '24+5', '0+48']
    expect(marked('rippleDelete', { clip: idOf('vb') })).toEqual(cut)
    const tracks = [idOf('v1'), idOf('a1')]
    expect(marked('extract', { from: 24, to: 48, tracks, splitId: idOf('s') })).toEqual(cut)
  })

  it('make room for what is put in, and a range that reaches over it becomes longer', () => {
    const n = clip('n', 24, 6)
    const after = ['0+0', '30+0', '36+0', '54+0', '20+14', '36+30', '54+5', '0+78']
    expect(marked('insert', { track: idOf('v2'), clip: n, splitId: idOf('s') })).toEqual(after)
  })

  it('stay on their picture when a start is trimmed and what follows comes nearer', () => {
    const after = ['0+0', '24+0', '26+0', '44+0', '20+4', '26+30', '44+5', '0+68']
    expect(marked('rippleTrim', { clip: idOf('vb'), edge: 'in', delta: 4 })).toEqual(after)
  })

  it('stay where they are when nothing ripples', () => {
    expect(marked('lift', { clip: idOf('vb') })).toEqual(as)
    expect(marked('trim', { clip: idOf('vb'), edge: 'in', delta: 4 })).toEqual(as)
    const tracks = [idOf('v1'), idOf('a1')]
    expect(marked('liftRange', { from: 24, to: 48, tracks, splitId: idOf('s') })).toEqual(as)
  })

  it('are told in one operation, and in none where nothing of theirs moves', () => {
    const ops = (name: string, clip: string) =>
      makeEdit(film, { name, args: { clip: idOf(clip) } } as Edit).forward.map(({ do: what }) => what)
    expect(ops('rippleDelete', 'vb').filter((what) => what === 'shiftMarkers')).toHaveLength(1)
    const late = edited(film, 'append', { clips: [{ track: idOf('v1'), clip: clip('z', 0, 9) }] })
    const { forward } = makeEdit(late, { name: 'rippleDelete', args: { clip: idOf('z') } })
    expect(forward.map(({ do: what }) => what)).toEqual(['remove'])
  })
})

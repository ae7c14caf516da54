import { describe, expect, it } from 'vitest'
import type { Keyframe } from '../../../../core/look/keyframes.ts'
import { applyEdit } from '../../../../core/timeline/edit.ts'
import { frame } from '../../../../core/timeline/time.ts'
import { laneEdit, laneOf, laneValue } from '../../../../renderer/keyframes/lane.ts'
import { clip, idOf, named, sequence } from '../../timeline/sample.ts'

const key = (at: number, value: number): Keyframe => ({ at, value, ease: 'linear' })
/** Trimmed by 9 frames, with a keyframe on its first frame and one before it. */
const trimmed = () => sequence([clip('a', 30, 20, 9, { look: { opacity: [key(4, 0), key(9, 50)] } })])

describe('a lane', () => {
  it('counts frames of the clip, and goes back into its own time as it came', () => {
    const film = trimmed()
    const lane = laneOf(named(film, 'a'), 'opacity')
    expect(lane.keys.map(({ at }) => at)).toEqual([-5, 0])
    expect(laneOf(named(film, 'a'), 'scale').keys).toEqual([])
    const next = applyEdit(film, laneEdit(named(film, 'a'), 'opacity', lane.keys, null))
    expect(named(next, 'a')).toEqual(named(film, 'a'))
  })

  it('leaves a value for the whole clip where its keyframes go, and nothing where that is the neutral one', () => {
    const film = trimmed()
    expect(laneEdit(named(film, 'a'), 'opacity', [], 50).args).toMatchObject({ value: 50 })
    expect(laneEdit(named(film, 'a'), 'opacity', [], 100).args).toMatchObject({ value: null })
  })

  it('makes a ramp of speeds, moves its points, and leaves other keyframes where they are', () => {
    let film = trimmed()
    const points = [key(0, 100), key(10, 100), key(19, 50)]
    film = applyEdit(film, laneEdit(named(film, 'a'), 'speed', points, null))
    expect(laneOf(named(film, 'a'), 'speed').keys).toEqual(points)
    expect(laneOf(named(film, 'a'), 'opacity').keys.map(({ at }) => at)).toEqual([-5, 0])
    // A trim gives the ramp a start of its own.
    film = applyEdit(film, { name: 'trim', args: { clip: idOf('a'), edge: 'in', delta: frame(4) } })
    const lane = laneOf(named(film, 'a'), 'speed')
    expect(lane.keys.map(({ at }) => at)).toEqual([-4, 6, 15])
    expect(laneValue(lane, 15)).toBe(50)
    film = applyEdit(film, laneEdit(named(film, 'a'), 'speed', lane.keys.slice(0, 2), null))
    expect(laneOf(named(film, 'a'), 'speed').keys.map(({ at }) => at)).toEqual([-4, 6])
    expect(laneOf(named(film, 'a'), 'opacity').keys.map(({ at }) => at)).toEqual([-9, -4])
  })
})

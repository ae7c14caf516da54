import { describe, expect, it } from 'vitest'
import { SequenceData } from '../../../../core/timeline/sequence.ts'
import { sequenceData } from '../../../../core/timeline/document.ts'
import { at, clip, dissolve, edited, frames, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

const newId = 'right000'
const blade = (frame: number, more: object = {}) => ({ clip: idOf('vb'), at: frame, newId, ...more })

describe('blade', () => {
  it('is refused at both ends of the clip and outside it, on locked tracks, and with an id that is taken', () => {
    for (const frame of [0, 24, 48, 60]) expect(outcome(talk(), 'blade', blade(frame))).toBe('NOT_INSIDE')
    expect(outcome(talk(), 'blade', blade(30, { clip: 'gone0000' }))).toBe('CLIP_GONE')
    expect(outcome(talk({ A1: { locked: true } }), 'blade', blade(30, { clip: idOf('ab') }))).toBe('TRACK_LOCKED')
    // An id on the same track would take that clip away.
    expect(outcome(talk(), 'blade', blade(30, { newId: idOf('vc') }))).toBe('ID_TAKEN')
    expect(outcome(talk(), 'blade', blade(30, { newId: idOf('aa') }))).toBe('ID_TAKEN')
  })

  it('cuts picture and sound, and links each half to its own', () => {
    const after = edited(talk(), 'blade', blade(25))
    expect(shown(after, 'V1').slice(1, 3)).toEqual(['vb 24+1@12', "vb' 25+23@13"])
    expect(shown(after, 'A1').slice(1, 3)).toEqual(['ab 24+1@12', "ab' 25+23@13"])
    expect([named(after, 'vb').links, named(after, newId).links]).toEqual([[idOf('ab')], ['right0001']])
  })

  it.each([
    ['alone', talk(), { alone: true }],
    ['whose sound is locked', talk({ A1: { locked: true } }), {}],
  ])('cuts a picture %s: its sound stays whole and is linked to both halves', (_words, film, more) => {
    const after = edited(film, 'blade', blade(30, more))
    expect([shown(after, 'V1').length, shown(after, 'A1')]).toEqual([4, shown(talk(), 'A1')])
    expect(named(after, 'ab').links).toEqual([idOf('vb'), newId])
  })

  it('leaves the sound whole where it is not under the blade: a J cut stays with the left half', () => {
    const after = edited(talk({}, 4), 'blade', blade(22, { clip: idOf('ab') }))
    expect([shown(after, 'V1').length, shown(after, 'A1').length]).toEqual([3, 4])
    // Its left half is heard before any of the picture is seen.
    expect([named(after, 'ab').links, named(after, newId).links]).toEqual([undefined, [idOf('vb')]])
  })

  it('can cut the picture over one long sound as often as one likes', () => {
    const long = { available: null, links: [idOf('s')] }
    let film = sequence([clip('v', 0, 400, 0, long)], [clip('s', 0, 400, 0, { available: null, links: [idOf('v')] })])
    for (let cut = 399; cut > 0; cut -= 4) {
      film = edited(film, 'blade', { clip: idOf('v'), at: cut, newId: `half0${cut}000`, alone: true })
    }
    expect(named(film, 's').links).toHaveLength(101)
    expect(SequenceData.safeParse(sequenceData(film)).success).toBe(true)
  })

  it.each([
    ['fast', at(2), 0],
    ['slow', at(1, 3), 0],
    ['backwards', at(-3, 2), 40],
    [
      'up and down',
      {
        retime: {
          lead: 3,
          points: [
            { at: 0, speed: { num: 1, den: 1 } },
            { at: 10, speed: { num: -1, den: 2 } },
          ],
        },
      },
      5,
    ],
  ])('shows the same frames of a source that runs %s', (_words, retime, offset) => {
    const film = sequence([clip('vb', 10, 12, offset, retime as object)])
    const after = edited(film, 'blade', blade(15))
    expect([...frames(named(after, 'vb')), ...frames(named(after, newId))]).toEqual(frames(named(film, 'vb')))
  })

  it('keeps each fade at its own end, no longer than its half', () => {
    const faded = clip('vb', 0, 24, 0, { transitionIn: dissolve(0, 8), transitionOut: dissolve(8, 0) })
    const after = edited(sequence([faded]), 'blade', blade(5))
    expect(named(after, 'vb')).toMatchObject({ transitionIn: dissolve(0, 5) })
    expect(named(after, 'vb').transitionOut).toBeUndefined()
    expect(named(after, newId).transitionIn).toBeUndefined()
    expect(named(after, newId).transitionOut).toEqual(dissolve(8, 0))
  })
})

import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, shown, talk } from '../sample.ts'

const names = ({ tracks }: ReturnType<typeof talk>) => tracks.map(({ name }) => name)
const v1 = { track: idOf('v1') }

describe('reorderTrack', () => {
  it('is refused for one that is gone', () => {
    expect(outcome(talk(), 'reorderTrack', { track: 'gone0000', at: 0 })).toBe('TRACK_GONE')
  })

  it('moves a track with its clips', () => {
    const after = edited(talk(), 'reorderTrack', { ...v1, at: 99 })
    expect([names(after), shown(after, 'V1').length]).toEqual([['A2', 'A1', 'V2', 'C1', 'V1'], 3])
  })
})

import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, talk } from '../sample.ts'

describe('patchSource', () => {
  it('is refused for a track that is gone or of another kind', () => {
    expect(outcome(talk(), 'patchSource', { side: 'video', track: 'gone0000' })).toBe('TRACK_GONE')
    expect(outcome(talk(), 'patchSource', { side: 'video', track: idOf('a1') })).toBe('TRACK_KIND')
    expect(outcome(talk(), 'patchSource', { side: 'audio', track: idOf('c1') })).toBe('TRACK_KIND')
  })

  it('patches each side on its own, and takes one off', () => {
    const video = edited(talk(), 'patchSource', { side: 'video', track: idOf('v2') })
    const both = edited(video, 'patchSource', { side: 'audio', track: idOf('a1') })
    expect(both.patch).toEqual({ video: idOf('v2'), audio: idOf('a1') })
    expect(edited(both, 'patchSource', { side: 'video', track: null }).patch).toEqual({ audio: idOf('a1') })
  })
})

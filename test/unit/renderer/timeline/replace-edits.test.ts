import { describe, expect, it } from 'vitest'
import { makeEdits } from '../../../../core/timeline/edit.ts'
import type { Clip } from '../../../../core/timeline/clip.ts'
import { frame } from '../../../../core/timeline/time.ts'
import { replaceEdits } from '../../../../renderer/timeline/replace-edits.ts'
import type { Replacement } from '../../../../renderer/timeline/replace-edits.ts'
import { named, shown, talk } from '../../timeline/sample.ts'

const media = 'b'.repeat(64)
const side = (available: number | null): Replacement['video'] => ({
  source: { kind: 'media', media },
  name: 'file',
  offset: frame(0),
  available: available === null ? null : frame(available),
})

function replaced(by: Replacement, clip = 'vb'): string[] | null {
  const film = talk()
  const edits = replaceEdits(film, named(film, clip), by)
  if (!edits) return null
  const after = makeEdits(film, edits).sequence
  return ['V1', 'A1'].map((track) => shown(after, track).find((one) => one.includes('file')) ?? 'none')
}

describe('replacing a clip with a source', () => {
  it('replaces picture and sound of one source together, whichever is selected', () => {
    const both = { video: side(100), audio: side(90) }
    expect([replaced(both), replaced(both, 'ab')]).toEqual([
      ["file' 24+24@0", "file' 24+24@0"],
      ["file' 24+24@0", "file' 24+24@0"],
    ])
  })

  it('cuts a sound that ends before its picture, and takes away what is not heard at all', () => {
    expect(replaced({ video: side(100), audio: side(23) })).toEqual(["file' 24+24@0", "file' 24+23@0"])
    const late = { ...side(5), offset: frame(5) } as Replacement['audio']
    const film = talk()
    const edits = replaceEdits(film, named(film, 'vb'), { video: side(100), audio: late }) ?? []
    expect(shown(makeEdits(film, edits).sequence, 'A1')).toHaveLength(2)
  })

  it('leaves the sound where the source has none, as that of a clip of another source', () => {
    expect(replaced({ video: side(null), audio: null })).toEqual(["file' 24+24@0", 'none'])
    const film = talk()
    const other: Clip = { ...named(film, 'vb'), source: { kind: 'adjustment' } }
    expect(replaceEdits(film, other, { video: side(null), audio: side(null) })).toHaveLength(1)
  })

  it('is nothing where the source has nothing for the track', () => {
    expect(replaced({ video: null, audio: side(90) })).toBeNull()
  })
})

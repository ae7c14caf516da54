import { describe, expect, it } from 'vitest'
import { errorCode } from '../../../../core/errors.ts'
import { GenerateRequest } from '../../../../core/generation/request.ts'
import { resolveRecipe } from '../../../../core/generation/resolve-recipe.ts'
import {
  Draft,
  draftOfRecipe,
  emptyDraft,
  fieldOf,
  packOf,
  replaceWord,
  requestOf,
  targetShot,
} from '../../../../renderer/prompt/draft.ts'
import { FAKE_PACK } from '../../../fakes/fake-pack.ts'
import { tiny } from '../../inference/tiny.ts'
import { shot, take } from '../film.ts'

const draft = (change: Partial<Draft> = {}): Draft => ({ ...emptyDraft(7), prompt: 'a red ball', ...change })

describe('packOf', () => {
  const broken = { ...FAKE_PACK, id: 'broken', problem: 'It lacks a file.' }
  const other = { ...FAKE_PACK, id: 'other' }

  it('is the one asked for, where it can be used', () => {
    expect(packOf({ pack: 'other' }, [FAKE_PACK, other])?.id).toBe('other')
  })
  it('is the first that can be used, where none is asked for or that one is gone or broken', () => {
    for (const pack of [null, 'gone', 'broken']) expect(packOf({ pack }, [broken, FAKE_PACK])?.id).toBe(FAKE_PACK.id)
  })
  it('is none where none can be used', () => {
    expect(packOf({ pack: null }, [broken])).toBeUndefined()
    expect(packOf({ pack: null }, [])).toBeUndefined()
  })
})

describe('targetShot', () => {
  const shots = [shot('two', []), { ...shot('one', []), prompt: 'a red ball' }]

  it('is by itself the shot with this very prompt', () => {
    expect(targetShot(draft({ prompt: '  a red ball \n' }), shots)?.id).toBe('one')
    expect(targetShot(draft({ prompt: 'a red balloon' }), shots)).toBeUndefined()
  })
  it('is a new one where that is asked for, even with the same prompt', () => {
    expect(targetShot(draft({ target: 'new' }), shots)).toBeUndefined()
  })
  it('is the one that was chosen, whatever the prompt; a new one where it is gone', () => {
    expect(targetShot(draft({ target: { shot: 'two' } }), shots)?.id).toBe('two')
    expect(targetShot(draft({ target: { shot: 'gone' } }), shots)).toBeUndefined()
  })
})

describe('requestOf', () => {
  it('leaves to the pack what was left alone', () => {
    expect(requestOf(draft(), FAKE_PACK, [])).toEqual({
      prompt: 'a red ball',
      negativePrompt: '',
      seed: 7,
      takes: 1,
      pack: FAKE_PACK.id,
    })
  })
  it('asks for what was set, in the form that the contract takes', () => {
    const set = { frames: 32, size: { width: 64, height: 96 }, steps: 8, guidance: 0, scheduler: 'DDIMScheduler' }
    const request = requestOf(draft({ ...set, takes: 4, target: { shot: 'abcdefghij' } }), FAKE_PACK, [
      shot('abcdefghij', []),
    ])
    expect(request).toMatchObject({ ...set, takes: 4, shot: 'abcdefghij' })
    expect(GenerateRequest.safeParse(request).success).toBe(true)
  })
})

describe('draftOfRecipe', () => {
  const keep = { takes: 2, target: 'auto', seed: 9, seedLocked: true } as const
  const { recipe } = take(1, { recipe: { ...take(1).recipe, negativePrompt: 'snow', steps: 33 } })

  it('is what makes the same take again', () => {
    const made = draftOfRecipe(recipe, FAKE_PACK, keep)
    expect(made).toMatchObject({ prompt: recipe.prompt, negativePrompt: 'snow', steps: 33, seed: 9, takes: 2 })
    expect(made).toMatchObject({ frames: null, size: null, guidance: null })
    expect(Draft.safeParse(made).success).toBe(true)
  })
  it('says how far passes are matched only of a clip that has several, and only where that is not the pack’s own way', () => {
    const window = { length: 16, stride: 12, hops: true } as const
    const matched = { ...recipe, window: { ...window, match: 0.5 }, frames: 48 }
    expect(draftOfRecipe(matched, FAKE_PACK, keep).match).toBe(0.5)
    expect(draftOfRecipe({ ...matched, window }, FAKE_PACK, keep).match).toBeNull()
    const own = { ...FAKE_PACK, frames: { ...FAKE_PACK.frames, match: 0.5 } }
    expect(draftOfRecipe(matched, own, keep).match).toBeNull()
    expect(draftOfRecipe({ ...matched, window }, own, keep).match).toBe(0)
    expect(requestOf(draft({ match: 0.5 }), FAKE_PACK, [])).not.toHaveProperty('match')
    expect(requestOf(draft({ match: 0.5, frames: 48 }), FAKE_PACK, [])).toMatchObject({ match: 0.5 })
  })
  it('keeps every value where the pack is not known', () => {
    expect(draftOfRecipe(recipe, undefined, keep)).toMatchObject({ frames: 16, steps: 33, guidance: 4 })
  })
})

describe('fieldOf', () => {
  const refusalOf = (change: Partial<Draft>) => {
    const asked = draft(change)
    try {
      const request = GenerateRequest.parse(requestOf(asked, FAKE_PACK, []))
      resolveRecipe(request, tiny.manifest, tiny.sha256, { seed: 1, provider: 'cpu', program: 'test' })
    } catch (error) {
      return fieldOf({ code: errorCode(error), message: '' }, asked)
    }
    return 'not refused'
  }

  it('names the field of every refusal that a pack can give', () => {
    const long = 'a red ball '.repeat(400)
    expect(refusalOf({ prompt: long })).toBe('prompt')
    expect(refusalOf({ negativePrompt: long })).toBe('negativePrompt')
    expect(refusalOf({ frames: 100_000 })).toBe('frames')
    expect(refusalOf({ size: { width: 17, height: 16 } })).toBe('size')
    expect(refusalOf({ scheduler: 'NoSuchScheduler' })).toBe('scheduler')
  })
  it('follows the path of a request that breaks the contract', () => {
    expect(fieldOf({ code: 'INVALID_INPUT', message: '', path: 'size.width' }, draft())).toBe('size')
    expect(fieldOf({ code: 'INVALID_INPUT', message: '', path: 'takes' }, draft())).toBe('takes')
    expect(fieldOf({ code: 'INVALID_INPUT', message: '', path: 'nothing' }, draft())).toBeNull()
  })
  it('is none for what no field can mend', () => {
    for (const code of ['FFMPEG_MISSING', 'DISK_FULL', 'INTERNAL', 'UNREACHABLE']) {
      expect(fieldOf({ code, message: '' }, draft())).toBeNull()
    }
  })
})

describe('replaceWord', () => {
  it('replaces the word wherever it stands alone', () => {
    expect(replaceWord('Lake by the lake, lakeside', 'lake', 'sea')).toBe('sea by the sea, lakeside')
    expect(replaceWord('überlake lake_2 été', 'été', 'sea')).toBe('überlake lake_2 sea')
  })
  it('takes signs in words and replacements as they are', () => {
    expect(replaceWord('a (x) $1', 'x', '$&')).toBe('a ($&) $1')
    expect(replaceWord('a.b axb', 'a.b', 'c')).toBe('c axb')
  })
})

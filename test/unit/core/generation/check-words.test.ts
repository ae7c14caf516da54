import { describe, expect, it } from 'vitest'
import { checkWords, unknownWordsSentence, wordHints } from '../../../../core/generation/check-words.ts'

/** The words of a small model, as a tokenizer lists them. */
const MINI = new Set(
  `! , - . a above an and at ball big blue bounces bouncing box by circle city clip cosmos crimson cube dark day daylight
   desert diamond down drifts drops dunes during dusk evening falling falls field flies floats flying front goes golden
   grass green heart in is jumping jumps kite land large left meadow midnight moon moves moving night noon not ocean of on
   one orange outer over pink purple red rests right rises rising sand sea skyline snow snowy space sphere square standing
   star stays still sunny sunset the to town up video violet water white winter with yellow`.split(/\s+/),
)

const suggestionsFor = (word: string): string[] | undefined => checkWords(word, MINI)[0]?.suggestions

describe('checkWords', () => {
  it('passes the words that the model has, whatever their case and whatever stands between them', () => {
    expect(checkWords('A RED ball, bounces... in a field; by day!', MINI)).toEqual([])
    expect(checkWords('', MINI)).toEqual([])
    expect(checkWords('  !?. ', MINI)).toEqual([])
  })

  it('names each unknown word once, as it was first typed', () => {
    const found = checkWords('a Dragon and a dragon in Lisbon', MINI)
    expect(found.map(({ word }) => word)).toEqual(['Dragon', 'Lisbon'])
  })

  it('offers another form of the word first', () => {
    expect(suggestionsFor('balls')?.[0]).toBe('ball')
    expect(suggestionsFor('bounced')?.[0]).toMatch(/^bounc/)
    expect(suggestionsFor('cities')?.[0]).toBe('city')
    expect(suggestionsFor('snowing')?.[0]).toMatch(/^snow/)
    expect(suggestionsFor('boxes')?.[0]).toBe('box')
  })

  it('offers words of nearly the same meaning', () => {
    expect(suggestionsFor('lake')).toContain('sea')
    expect(suggestionsFor('twilight')).toContain('sunset')
    expect(suggestionsFor('crates')).toContain('box')
    expect(suggestionsFor('orb')?.[0]).toBe('ball')
  })

  it('offers what a slip of the finger may have meant', () => {
    expect(suggestionsFor('purpel')).toEqual(['purple'])
    expect(suggestionsFor('yelow')).toEqual(['yellow'])
    expect(suggestionsFor('dessert')?.[0]).toBe('desert')
    expect(suggestionsFor('rde')).toEqual(['red'])
  })

  it('offers nothing for a word that is near to nothing', () => {
    for (const word of ['dragon', 'quixotic', '42', 'xy', 'Москва', 'cat']) {
      expect(suggestionsFor(word), word).toEqual([])
    }
  })

  it('offers at most three words, all of them known', () => {
    for (const word of ['sail', 'rolled', 'circles', 'downtown', 'midday']) {
      const suggestions = suggestionsFor(word) ?? []
      expect(suggestions.length).toBeLessThanOrEqual(3)
      for (const suggestion of suggestions) expect(MINI.has(suggestion), suggestion).toBe(true)
    }
  })

  it('does not take the end of a contraction for a word', () => {
    expect(checkWords("the ball doesn't move", MINI).map(({ word }) => word)).toEqual(['doesn', 'move'])
  })

  it('stays quick and short for a prompt of nothing but unknown words', () => {
    const text = Array.from({ length: 1000 }, (_, index) => `zq${index}`).join(' ')
    const began = performance.now()
    expect(checkWords(text, MINI)).toHaveLength(40)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})

describe('wordHints', () => {
  it('looks at both prompts and says which one a word is in', () => {
    const hints = wordHints({ prompt: 'a red bal', negativePrompt: 'blurry' }, MINI)
    expect(hints).toEqual([
      { field: 'prompt', word: 'bal', suggestions: ['ball'] },
      { field: 'negativePrompt', word: 'blurry', suggestions: [] },
    ])
  })

  it('is silent for a pack that can spell any word', () => {
    expect(wordHints({ prompt: 'a red dragon', negativePrompt: '' }, null)).toEqual([])
  })
})

describe('unknownWordsSentence', () => {
  it('says which words, and what may have been meant', () => {
    expect(unknownWordsSentence([], 'Mini')).toBe('')
    expect(unknownWordsSentence([{ word: 'dragon', suggestions: [] }], 'Mini')).toBe(
      'Mini does not know "dragon", and cannot show it.',
    )
    const two = [
      { word: 'dragon', suggestions: [] },
      { word: 'lake', suggestions: ['sea', 'ocean'] },
    ]
    expect(unknownWordsSentence(two, 'Mini')).toBe(
      'Mini does not know "dragon" and "lake" (did you mean "sea" or "ocean"?), and cannot show them.',
    )
  })
})

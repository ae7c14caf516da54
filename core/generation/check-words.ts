import { editDistance } from './edit-distance.ts'
import type { WordHint } from './request.ts'
import { stem } from './stem.ts'
import { SYNONYMS } from './synonyms.ts'

type UnknownWord = Pick<WordHint, 'word' | 'suggestions'>

/** Pieces that a word-level tokenizer makes of a text; the end of "don't" is no word of its own. */
const WORD = /(?<!['’])[\p{L}\p{N}_]+/gu
const MOST_WORDS = 40
const MOST_SUGGESTIONS = 3
/** Shorter words are too near to everything. */
const SHORTEST_GUESS = 3

/**
 * The words of a prompt that a pack's vocabulary lacks, each once. `known` holds lower-case words. Suggestions are
 * other forms of the word ("balls", "ball"), else words of nearly the same meaning ("lake", "sea"), then words
 * that differ by a letter or two ("purpel", "purple").
 */
export function checkWords(text: string, known: ReadonlySet<string>): UnknownWord[] {
  const unknown = new Map<string, string>()
  for (const [word] of text.matchAll(WORD)) {
    const lower = word.toLowerCase()
    if (!known.has(lower) && !unknown.has(lower)) unknown.set(lower, word)
  }
  const words = [...known]
  return [...unknown].slice(0, MOST_WORDS).map(([lower, word]) => ({ word, suggestions: suggest(lower, words, known) }))
}

/** Hints for both prompts of a request; none where the pack has a word for everything (`known` null). */
export function wordHints(
  prompts: { prompt: string; negativePrompt: string },
  known: ReadonlySet<string> | null,
): WordHint[] {
  if (known === null) return []
  return (['prompt', 'negativePrompt'] as const).flatMap((field) =>
    checkWords(prompts[field], known).map((unknown) => ({ field, ...unknown })),
  )
}

/** What a person is told of unknown words; empty where there are none. */
export function unknownWordsSentence(unknown: readonly UnknownWord[], model: string): string {
  if (unknown.length === 0) return ''
  const said = unknown.map(({ word, suggestions }) =>
    suggestions.length === 0 ? `"${word}"` : `"${word}" (did you mean ${suggestions.map(quoted).join(' or ')}?)`,
  )
  return `${model} does not know ${list(said)}, and cannot show ${unknown.length === 1 ? 'it' : 'them'}.`
}

function suggest(word: string, words: readonly string[], known: ReadonlySet<string>): string[] {
  const same = forms(word, words)
  const found = same.length > 0 ? same : [...meanings(word, known), ...spellings(word, words)]
  return [...new Set(found)].slice(0, MOST_SUGGESTIONS)
}

function forms(word: string, words: readonly string[]): string[] {
  const root = stem(word)
  if (root.length < SHORTEST_GUESS) return []
  return words.filter((other) => stem(other) === root).sort((a, b) => editDistance(word, a) - editDistance(word, b))
}

function meanings(word: string, known: ReadonlySet<string>): string[] {
  const root = stem(word)
  const groups = SYNONYMS.filter((group) => group.some((other) => other === word || stem(other) === root))
  return groups.flat().filter((other) => known.has(other))
}

function spellings(word: string, words: readonly string[]): string[] {
  if (word.length < SHORTEST_GUESS) return []
  const allowed = word.length < 6 ? 1 : 2
  return words
    .filter((other) => other.length >= SHORTEST_GUESS && Math.abs(other.length - word.length) <= allowed)
    .filter((other) => word.length > 4 || other[0] === word[0] || sameLetters(word, other))
    .map((other) => ({ other, distance: editDistance(word, other) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || a.other.localeCompare(b.other))
    .map(({ other }) => other)
}

function sameLetters(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('')
}

function quoted(word: string): string {
  return `"${word}"`
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

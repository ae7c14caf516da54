import { expect, it } from 'vitest'
import { splitUnknown } from '../../../../renderer/prompt/split-unknown.ts'

const parts = (text: string, unknown: string[]): string[] =>
  splitUnknown(text, unknown).map(({ text, isUnknown }) => (isUnknown ? `[${text}]` : text))

it('sets the unknown words apart, whatever their case', () => {
  expect(parts('A dragon, two Dragons: DRAGON', ['dragon'])).toEqual(['A ', '[dragon]', ', two Dragons: ', '[DRAGON]'])
})

it('makes up the text again, letter for letter', () => {
  for (const text of ['', ' ', 'a\n\nb  c', 'été 🦊 _x_', 'dragon dragon']) {
    const split = splitUnknown(text, ['dragon', 'b'])
    expect(split.map((part) => part.text).join('')).toBe(text)
    expect(split.every(({ at, text: piece }) => text.startsWith(piece, at))).toBe(true)
  }
})

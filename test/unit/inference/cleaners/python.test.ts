import { expect, test } from 'vitest'
import { python, strip, unquotePlus } from '../../../../main/inference/tokenizer/cleaners/python.ts'

test('classes and word edges know all scripts', () => {
  expect('кот 中1_ a\u0301b'.match(python`\w+`)).toEqual(['кот', '中1_', 'a', 'b'])
  expect('٣4x'.match(python`\d`)).toEqual(['٣', '4'])
  expect('a\u001cb\u0085c\ufeffd'.split(python`\s`)).toEqual(['a', 'b', 'c\ufeffd'])
  expect('été x'.replaceAll(python`\bt`, '!')).toBe('été x')
  expect('a.b'.match(python`[\w.]+|\W`)).toEqual(['a.b'])
})

test('strips what Python takes for white space, and nothing else', () => {
  expect(strip('\u001f\u0085 a \u3000\n')).toBe('a')
  expect(strip('\ufeffa\u200b')).toBe('\ufeffa\u200b')
})

test('broken percent signs and broken UTF-8 do no harm', () => {
  expect(unquotePlus('100%+a%2')).toBe('100% a%2')
  expect(unquotePlus('%C3%A9%ff%E4%B8')).toBe('é\ufffd\ufffd')
})

import { describe, expect, it } from 'vitest'
import { estimateBytes, fileName, formatWords } from '../../../../renderer/export/film-size.ts'

describe('what an export will be', () => {
  it('names files that any file system takes', () => {
    expect(fileName('a/b\\c: "d"\n*?')).toBe('a b c d')
    expect(fileName('../../etc/passwd')).toBe('etc passwd')
    expect(fileName('...')).toBe('')
    expect(fileName('x'.repeat(500))).toHaveLength(120)
    expect(fileName('Café 日本')).toBe('Café 日本')
  })

  it('tells megabytes from gigabytes', () => {
    const hd = { width: 1920, height: 1080 }
    expect(estimateBytes('h264', hd, 24 * 60)).toBeGreaterThan(10e6)
    expect(estimateBytes('h264', hd, 24 * 60)).toBeLessThan(200e6)
    expect(estimateBytes('prores', hd, 24 * 60)).toBeGreaterThan(1e9)
  })

  it('says size, rate and length in words', () => {
    expect(formatWords({ width: 512, height: 512 }, { num: 24_000, den: 1001 }, 240)).toBe(
      '512 × 512 · 23.976 fps · 10 s',
    )
  })
})

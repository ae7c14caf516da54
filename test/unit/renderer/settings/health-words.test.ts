import { expect, it } from 'vitest'
import type { DoctorCheck } from '../../../../core/contract/system.ts'
import { firstSentence, healthWords } from '../../../../renderer/settings/health-words.ts'

const check = (state: DoctorCheck['state']): DoctorCheck => ({ name: 'x', state, detail: '', advice: '' })

it('says the worst first', () => {
  expect(healthWords([check('fine')])).toBe('All is well.')
  expect(healthWords([check('fine'), check('limited')])).toContain('1 thing is not available')
  expect(healthWords([check('limited'), check('trouble'), check('trouble')])).toBe('2 things need your attention.')
})

it('shortens what drivers say to its first sentence', () => {
  expect(firstSentence('No adapter. Install one.\nat file.cc:12')).toBe('No adapter.')
  expect(firstSentence('libcuda.so.1 was not found\nmore')).toBe('libcuda.so.1 was not found')
  expect(firstSentence('x'.repeat(500))).toHaveLength(160)
})

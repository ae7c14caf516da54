import { describe, expect, it } from 'vitest'
import { CortadoError, ERROR_CODES, errorCode, isUsageError } from '../../../core/errors.ts'

describe('errors', () => {
  it('have a code, words and a cause', () => {
    const cause = new Error('ENOSPC')
    const error = new CortadoError('DISK_FULL', 'Free some space.', { cause })
    expect(error).toMatchObject({ name: 'CortadoError', code: 'DISK_FULL', message: 'Free some space.', cause })
    expect(errorCode(error)).toBe('DISK_FULL')
    for (const other of [cause, 'text', null, undefined, { code: 'DISK_FULL' }])
      expect(errorCode(other)).toBe('INTERNAL')
  })

  it('have codes that are told apart, and some of them are the caller’s own', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length)
    expect(ERROR_CODES.filter(isUsageError)).toContain('USAGE')
    expect(isUsageError('DISK_FULL')).toBe(false)
  })
})

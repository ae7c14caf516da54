import type { DoctorCheck } from '../../core/contract/system.ts'
import { plural } from '../app/format.ts'

/** All checks in one sentence. */
export function healthWords(checks: readonly DoctorCheck[]): string {
  const trouble = checks.filter((check) => check.state === 'trouble').length
  const limited = checks.filter((check) => check.state === 'limited').length
  if (trouble > 0) return `${plural(trouble, 'thing needs', 'things need')} your attention.`
  if (limited > 0) return `Everything needed is here; ${plural(limited, 'thing is', 'things are')} not available.`
  return 'All is well.'
}

/** What went wrong in one line: errors of drivers come with their whole insides. */
export function firstSentence(detail: string): string {
  const [line = ''] = detail.split('\n')
  const end = line.search(/[.!?](\s|$)/)
  const sentence = end < 0 ? line : line.slice(0, end + 1)
  return sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence
}

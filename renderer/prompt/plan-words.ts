import type { GenerationPlan } from '../../core/generation/request.ts'
import { formatDuration } from '../app/format.ts'

/** What takes will cost, the verdict on whether they fit, which is coloured, and how memory is saved, if it must be. */
export function planWords(plan: GenerationPlan, takes: number): { cost: string; verdict: string; thrift: string } {
  return { ...costWords(plan, takes), thrift: plan.thrift.join('; ') }
}

function costWords(plan: GenerationPlan, takes: number): { cost: string; verdict: string } {
  const cut = plan.summary.lastIndexOf(', ')
  const each = cut < 0 ? plan.summary : plan.summary.slice(0, cut)
  const verdict = cut < 0 ? '' : plan.summary.slice(cut + 2)
  if (takes === 1) return { cost: each, verdict }
  if (plan.seconds === null) return { cost: `${takes} takes, ${each}`, verdict }
  return { cost: `${takes} takes in ${formatDuration(plan.seconds * takes * 1000)}, each ${each}`, verdict }
}

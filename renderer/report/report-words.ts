import type { QueueReport } from '../../core/generation/report.ts'

/** "11 finished, 1 failed, 2 still to do." */
export function countWords({ finished, failed, cancelled, open }: QueueReport): string {
  const parts = [
    ...(finished.length > 0 ? [`${finished.length} finished`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(cancelled.length > 0 ? [`${cancelled.length} cancelled`] : []),
    ...(open.length > 0 ? [`${open.length} still to do`] : []),
  ]
  return parts.length === 0 ? '' : `${parts.join(', ')}.`
}

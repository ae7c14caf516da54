import type { JSX } from 'react'
import { processorCheck } from '../../core/generation/device-check.ts'
import type { DeviceCheck } from '../../core/generation/device-check.ts'
import { TroubleNote } from '../app/trouble-note.tsx'

/** How a pack did on its own test clip, on the processor of this machine; nothing where that was not run. */
export function ProcessorNote({ checks }: { checks: readonly DeviceCheck[] }): JSX.Element | null {
  const check = processorCheck(checks)
  if (check === undefined) return null
  if (check.state === 'fine') return <p className="models-quiet">{check.words}</p>
  return <TroubleNote trouble={{ code: 'GENERATION_FAILED', message: check.words }} />
}

import type { JSX } from 'react'
import type { SelfTest } from '../../core/generation/self-test.ts'
import { TroubleNote } from '../app/trouble-note.tsx'

/** How a pack did on its own test clip, on the processor of this machine. */
export function SelfTestNote({ test }: { test: SelfTest }): JSX.Element {
  if (test.state === 'passed') {
    return (
      <p className="models-quiet">
        Its test clip came out as its makers say{test.worst !== null && `, within ${test.worst.toExponential(1)}`}.
      </p>
    )
  }
  const message = `Its test clip did not come out as its makers say: ${test.wrong.slice(0, 3).join('; ')}. It can be used, but its takes may be wrong.`
  return <TroubleNote trouble={{ code: 'GENERATION_FAILED', message }} />
}

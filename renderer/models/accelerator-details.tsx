import type { JSX } from 'react'
import type { Accelerator } from '../../core/library/packs.ts'
import { formatBytes } from '../app/format.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { Fact } from './fact.tsx'
import { RemovePack } from './remove-pack.tsx'

/** The libraries of a GPU that the user added. */
export function AcceleratorDetails({ accelerator }: { accelerator: Accelerator }): JSX.Element {
  const { title, problem, provider, bytes, path } = accelerator
  return (
    <div className="models-details" aria-label={title} role="group">
      <header className="models-head">
        <h3>{title}</h3>
        <RemovePack pack={{ ...accelerator, place: 'copied' }} />
      </header>
      {problem !== null && <TroubleNote trouble={{ code: 'ACCELERATOR_INVALID', message: problem }} />}
      <dl className="models-facts">
        {provider !== null && <Fact name="For">{provider}</Fact>}
        <Fact name="On disk">{formatBytes(bytes)}</Fact>
        <Fact name="Folder">
          <span className="mono">{path}</span>
        </Fact>
      </dl>
    </div>
  )
}

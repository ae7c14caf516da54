import { useState } from 'react'
import type { JSX } from 'react'
import './models.css'
import type { Pack } from '../../core/library/entities.ts'
import { formatBytes } from '../app/format.ts'
import { useStudio } from '../store/index.ts'
import { cx, Dialog, EmptyState, Icon } from '../ui/index.ts'
import { PackDetails } from './pack-details.tsx'

/** The model packs of this machine. */
export function ModelsDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Model packs" open={open} onClose={onClose} size="large" className="models">
      <Packs />
    </Dialog>
  )
}

function Packs(): JSX.Element {
  const packs = useStudio((state) => state.packs)
  const [chosen, setChosen] = useState<string | null>(null)
  const pack = packs.find((candidate) => candidate.path === chosen) ?? packs[0]
  if (!pack) {
    return (
      <EmptyState title="No model pack was found">
        Put a pack, a folder with a <span className="mono">pack.json</span>, into the folder that{' '}
        <span className="mono">CORTADO_PACKS</span> names, or install Cortado again for the one that comes with it.
      </EmptyState>
    )
  }
  return (
    <div className="models-body">
      <ul className="models-list" aria-label="Model packs">
        {packs.map((candidate) => (
          <li key={candidate.path}>
            <PackButton pack={candidate} chosen={candidate === pack} onChoose={() => setChosen(candidate.path)} />
          </li>
        ))}
      </ul>
      <PackDetails key={pack.path} pack={pack} />
    </div>
  )
}

function PackButton({ pack, chosen, onChoose }: { pack: Pack; chosen: boolean; onChoose: () => void }): JSX.Element {
  return (
    <button type="button" className={cx('models-pack', chosen && 'is-chosen')} aria-current={chosen} onClick={onChoose}>
      <span className="ellipsis" title={pack.title}>
        {pack.title}
      </span>
      <span className={pack.problem === null ? 'models-pack-words' : 'models-pack-words models-trouble'}>
        {pack.problem === null ? (
          `${pack.version} · ${formatBytes(pack.bytes)}`
        ) : (
          <>
            <Icon name="warning" size={12} /> cannot be used
          </>
        )}
      </span>
    </button>
  )
}

import { useState } from 'react'
import type { JSX, ReactNode } from 'react'
import './models.css'
import { processorCheck } from '../../core/generation/device-check.ts'
import type { Pack } from '../../core/library/entities.ts'
import { formatBytes } from '../app/format.ts'
import { useStudio } from '../store/index.ts'
import { Button, cx, Dialog, Icon } from '../ui/index.ts'
import { AcceleratorDetails } from './accelerator-details.tsx'
import { AddPack } from './add-pack.tsx'
import { PackDetails } from './pack-details.tsx'

/** The model packs of this machine. */
export function ModelsDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Model packs" open={open} onClose={onClose} size="large" className="models">
      <Packs />
    </Dialog>
  )
}

const ADD = 'add'

function Packs(): JSX.Element {
  const packs = useStudio((state) => state.packs)
  const accelerators = useStudio((state) => state.accelerators)
  /** The path of what is shown, or the word for the form that adds. */
  const [chosen, setChosen] = useState<string | null>(null)
  const accelerator = accelerators.find(({ path }) => path === chosen)
  const pack = accelerator ? undefined : (packs.find((candidate) => candidate.path === chosen) ?? packs[0])
  const adding = chosen === ADD || (!pack && !accelerator)
  const shown = adding ? ADD : (accelerator?.path ?? pack?.path)
  return (
    <div className="models-body">
      <div className="models-side">
        <ul className="models-list" aria-label="Model packs">
          {packs.map((candidate) => (
            <Entry
              key={candidate.path}
              title={candidate.title}
              chosen={candidate.path === shown}
              onChoose={() => setChosen(candidate.path)}
              trouble={troubleOf(candidate)}
            >
              {candidate.version} · {formatBytes(candidate.bytes)}
            </Entry>
          ))}
          {accelerators.map(({ path, title, bytes, problem }) => (
            <Entry
              key={path}
              title={title}
              chosen={path === shown}
              onChoose={() => setChosen(path)}
              trouble={problem === null ? null : 'cannot be used'}
            >
              accelerator · {formatBytes(bytes)}
            </Entry>
          ))}
        </ul>
        <div className="models-more">
          <Button icon="plus" aria-pressed={adding} onClick={() => setChosen(ADD)}>
            Add a pack …
          </Button>
        </div>
      </div>
      {adding && <AddPack onBrought={setChosen} />}
      {!adding && accelerator && <AcceleratorDetails key={accelerator.path} accelerator={accelerator} />}
      {!adding && pack && <PackDetails key={pack.path} pack={pack} />}
    </div>
  )
}

function troubleOf({ problem, checks }: Pack): string | null {
  if (problem !== null) return 'cannot be used'
  const check = processorCheck(checks)
  return check !== undefined && check.state !== 'fine' ? 'failed its test' : null
}

interface EntryProps {
  title: string
  chosen: boolean
  onChoose: () => void
  /** What is wrong in a few words; null where all is well. */
  trouble: string | null
  children: ReactNode
}

function Entry({ title, chosen, onChoose, trouble, children }: EntryProps): JSX.Element {
  return (
    <li>
      <button
        type="button"
        className={cx('models-pack', chosen && 'is-chosen')}
        aria-current={chosen}
        onClick={onChoose}
      >
        <span className="ellipsis" title={title}>
          {title}
        </span>
        <span className={trouble === null ? 'models-pack-words' : 'models-pack-words models-trouble'}>
          {trouble === null ? (
            children
          ) : (
            <>
              <Icon name="warning" size={12} /> {trouble}
            </>
          )}
        </span>
      </button>
    </li>
  )
}

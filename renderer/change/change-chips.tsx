import type { JSX } from 'react'
import './change.css'
import type { CommandId } from '../../core/commands/table.ts'
import type { Take } from '../../core/library/entities.ts'
import { command } from '../app/keys.ts'
import { runCommand } from '../app/commands.ts'
import { useStudio, useUi } from '../store/index.ts'
import { Kbd } from '../ui/index.ts'
import { CHANGES } from './change-items.ts'
import { whyNot } from './why-not.ts'

/** What can be made of a take, as a row of buttons. What cannot be done says why under the pointer and when pressed. */
export function ChangeChips({ take }: { take: Take }): JSX.Element {
  const packs = useStudio((state) => state.packs)
  const edit = useUi((state) => state.workspace === 'edit' && state.dialog === null)
  const others: readonly { id: CommandId; words: string }[] = [
    { id: edit ? 'clip.compare' : 'take.compare', words: 'Compare' },
    { id: 'take.grid', words: 'Grid' },
    { id: 'take.lineage', words: 'Lineage' },
  ]
  const spot = { take, over: true }
  return (
    <div className="change-chips" role="group" aria-label="Change this take">
      {CHANGES.map(({ id, operation, words }) => (
        <Chip key={id} id={id} words={words} reason={whyNot(operation, spot, packs)} />
      ))}
      {others.map(({ id, words }) => (
        <Chip key={id} id={id} words={words} reason={null} />
      ))}
    </div>
  )
}

function Chip({ id, words, reason }: { id: CommandId; words: string; reason: string | null }): JSX.Element {
  const { label, keys } = command(id)
  return (
    <button
      type="button"
      className="chip"
      aria-disabled={reason !== null}
      data-tip={reason === null ? label : `${label}: ${reason}`}
      onClick={() => void runCommand(id)}
    >
      {words} {keys[0] && <Kbd keys={keys[0]} />}
    </button>
  )
}

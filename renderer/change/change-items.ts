import { command } from '../app/keys.ts'
import { canRun, runCommand } from '../app/commands.ts'
import type { CommandId } from '../../core/commands/table.ts'
import type { Take } from '../../core/library/entities.ts'
import { studioStore } from '../store/index.ts'
import type { MenuItem } from '../ui/index.ts'
import type { ChangeOperation } from './change-draft.ts'
import { currentSpot } from './spot.ts'
import { whyNot } from './why-not.ts'

/** Commands that prepare a change of the take in hand. */
export const CHANGES: readonly { id: CommandId; operation: Exclude<ChangeOperation, 'bridge'>; words: string }[] = [
  { id: 'change.retake', operation: 'retake', words: 'Retake' },
  { id: 'change.extend', operation: 'extend', words: 'Extend' },
  { id: 'change.inpaint', operation: 'inpaint', words: 'Paint a mask' },
  { id: 'change.restyle', operation: 'restyle', words: 'Restyle' },
  { id: 'change.firstFrame', operation: 'image-to-video', words: 'New shot from here' },
]

/** Menu entries for a take, or for a clip that shows it; what cannot be done stands there with the reason. */
export function changeItems(take: Take | null): MenuItem[] {
  if (take === null) {
    return [{ label: 'Retake, extend, restyle: no take is finished yet', disabled: true, onSelect: () => undefined }]
  }
  const spot = currentSpot()
  const { packs } = studioStore.getState()
  return CHANGES.map(({ id, operation }) => {
    const reason = whyNot(operation, spot, packs)
    const { label, keys } = command(id)
    return {
      label: reason === null ? label : `${label}: ${reason}`,
      keys: keys[0],
      disabled: reason !== null,
      onSelect: () => void runCommand(id),
    }
  })
}

/** A menu entry for a command, greyed where nothing on screen can run it. */
export function commandItem(id: CommandId): MenuItem {
  return {
    label: command(id).label,
    keys: command(id).keys[0],
    disabled: !canRun(id),
    onSelect: () => void runCommand(id),
  }
}

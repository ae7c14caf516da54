import type { JSX, ReactNode } from 'react'
import type { Edit } from '../../../core/timeline/edit.ts'
import { Button } from '../../ui/index.ts'
import { tryEdit, whyRefused } from '../edits.ts'

interface EditFormProps {
  /** What the form makes as it is filled in now. */
  edits: readonly Edit[]
  /** Why it cannot be made, where the edits cannot say so themselves. */
  trouble?: string | null
  /** Words of the button that makes it. */
  action: string
  onClose: () => void
  /** Other ways out, beside Cancel. */
  ways?: ReactNode
  children: ReactNode
}

/** A form whose edits are made as one step, with the reason beside it while they are refused. */
export function EditForm({ edits, trouble = null, action, onClose, ways, children }: EditFormProps): JSX.Element {
  const reason = trouble ?? whyRefused(...edits)
  return (
    <form
      className="tl-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null && tryEdit(...edits)) onClose()
      }}
    >
      {children}
      {reason !== null && (
        <p className="tl-form-trouble" role="alert">
          {reason}
        </p>
      )}
      <div className="tl-form-foot">
        {ways}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" disabled={reason !== null}>
          {action}
        </Button>
      </div>
    </form>
  )
}

import { useRef, useState } from 'react'
import type { JSX } from 'react'
import type { Shot } from '../../core/library/entities.ts'
import { useStudio } from '../store/index.ts'
import { cx, Icon, Menu } from '../ui/index.ts'
import type { Draft } from './draft.ts'
import { targetShot } from './draft.ts'
import { changeDraft } from './draft-store.ts'

const SHOWN = 12

/** Which shot gets the takes: said, and changed, beside the words. */
export function TargetChip({ draft }: { draft: Draft }): JSX.Element {
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const shots = useStudio((state) => state.shots)
  const shot = targetShot(draft, shots)
  const chosen = typeof draft.target === 'object'
  const words = shot ? `More takes of ${shot.name}` : 'New shot'
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={cx('chip prompt-target', chosen && 'is-chosen')}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={`Takes go to: ${words}`}
        onClick={() => setOpen(!open)}
      >
        <Icon name="film" size={12} />
        <span className="ellipsis">{words}</span>
        <Icon name="chevronDown" size={12} />
      </button>
      {open && (
        <Menu
          label="Where takes go"
          anchor={anchor}
          onClose={() => setOpen(false)}
          items={items(shots, draft.target)}
        />
      )}
    </>
  )
}

function items(shots: readonly Shot[], target: Draft['target']) {
  const choose = (next: Draft['target']) => () => changeDraft({ target: next })
  const mark = (is: boolean): { icon?: 'check' } => (is ? { icon: 'check' } : {})
  return [
    { label: 'New shot', onSelect: choose('new'), ...mark(target === 'new') },
    { label: 'The shot with this prompt, else a new one', onSelect: choose('auto'), ...mark(target === 'auto') },
    ...(shots.length > 0 ? [null] : []),
    ...shots.slice(0, SHOWN).map((shot, index) => ({
      label: `${shots.length - index}  ${shot.name}`,
      onSelect: choose({ shot: shot.id }),
      ...mark(typeof target === 'object' && target.shot === shot.id),
    })),
  ]
}

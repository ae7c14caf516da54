import { useRef } from 'react'
import type { JSX, KeyboardEvent } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { Popover } from './popover.tsx'
import type { PopoverProps } from './popover.tsx'

export interface MenuItem {
  label: string
  onSelect: () => void
  icon?: IconName
  keys?: string | undefined
  disabled?: boolean
  danger?: boolean
}

/** A menu of things to do; `null` draws a line. */
export function Menu({
  items,
  label,
  anchor,
  align,
  onClose,
}: Pick<PopoverProps, 'anchor' | 'align' | 'label' | 'onClose'> & {
  items: readonly (MenuItem | null)[]
}): JSX.Element {
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Tab') onClose()
    if (target === undefined) return
    event.preventDefault()
    event.stopPropagation()
    buttons.at(target % buttons.length)?.focus()
  }
  return (
    <Popover anchor={anchor} label={label} role="menu" className="menu" onClose={onClose} {...(align ? { align } : {})}>
      <div ref={list} onKeyDown={move} role="presentation">
        {items.map((item, index) =>
          item === null ? (
            // oxlint-disable-next-line react/no-array-index-key -- lines have no identity of their own
            <hr key={`line-${index}`} className="menu-line" />
          ) : (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              className={item.danger ? 'menu-item menu-danger' : 'menu-item'}
              disabled={item.disabled}
              onClick={() => {
                onClose()
                item.onSelect()
              }}
            >
              <span className="menu-icon">{item.icon && <Icon name={item.icon} size={14} />}</span>
              <span className="menu-words">{item.label}</span>
              {item.keys && <Kbd keys={item.keys} />}
            </button>
          ),
        )}
      </div>
    </Popover>
  )
}

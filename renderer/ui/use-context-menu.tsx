import { useState } from 'react'
import type { JSX, MouseEvent } from 'react'
import { Menu } from './menu.tsx'
import type { MenuItem } from './menu.tsx'

export interface ContextMenu {
  /** Goes on the element that the menu belongs to. The menu key and Shift+F10 open it as the right button does. */
  onContextMenu: (event: MouseEvent<HTMLElement>) => void
  /** Goes anywhere in the component; null while closed. */
  menu: JSX.Element | null
}

/** A menu at the pointer. `items` is asked when it opens. */
export function useContextMenu(label: string, items: () => readonly (MenuItem | null)[]): ContextMenu {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  return {
    onContextMenu: (event) => {
      event.preventDefault()
      event.stopPropagation()
      const box = event.currentTarget.getBoundingClientRect()
      // A key has no place of its own.
      const keyed = event.clientX === 0 && event.clientY === 0
      setAt(keyed ? { x: box.left + 8, y: box.top + 8 } : { x: event.clientX, y: event.clientY })
    },
    menu: at && <Menu anchor={at} label={label} items={items()} onClose={() => setAt(null)} />,
  }
}

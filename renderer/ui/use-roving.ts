import { useEffect, useRef } from 'react'
import type { FocusEvent, KeyboardEvent, RefObject } from 'react'

interface Roving {
  ref: RefObject<HTMLDivElement | null>
  onKeyDown: (event: KeyboardEvent) => void
  onFocus: (event: FocusEvent) => void
}

/**
 * Makes the buttons of a toolbar one stop of the Tab key: the arrow keys go from one to the next, and where they lie in
 * groups, up and down go from group to group. Tab comes back to the one that was left.
 */
export function useRoving(): Roving {
  const ref = useRef<HTMLDivElement>(null)
  const current = useRef<HTMLButtonElement | null>(null)
  const buttons = (inside: Element | null): HTMLButtonElement[] => [
    ...(inside?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? []),
  ]
  const settle = (): void => {
    const all = buttons(ref.current)
    const stop = current.current && all.includes(current.current) ? current.current : all[0]
    for (const button of all) button.tabIndex = button === stop ? 0 : -1
  }
  // After every render: buttons come, go and are disabled.
  useEffect(settle)

  return {
    ref,
    onFocus: ({ target }) => {
      if (!(target instanceof HTMLButtonElement)) return
      current.current = target
      settle()
    },
    onKeyDown: (event) => {
      const from = event.target
      if (!(from instanceof HTMLButtonElement) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
        return
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
      if (step === undefined) return
      event.preventDefault()
      event.stopPropagation()
      const group = from.closest('[role=group]')
      const groups = [...(ref.current?.querySelectorAll('[role=group]') ?? [])]
      const vertical = (event.key === 'ArrowUp' || event.key === 'ArrowDown') && group !== null && groups.length > 1
      const next = vertical
        ? buttons(groups[groups.indexOf(group) + step] ?? null).at(buttons(group).indexOf(from))
        : buttons(ref.current)[buttons(ref.current).indexOf(from) + step]
      next?.focus()
    },
  }
}

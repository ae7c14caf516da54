import { useEffect, useLayoutEffect, useRef } from 'react'
import type { JSX, ReactNode, RefObject } from 'react'
import { cx } from './cx.ts'

export interface PopoverProps {
  /** The control it hangs from, or a point on the screen. */
  anchor: RefObject<HTMLElement | null> | { x: number; y: number }
  label: string
  role?: 'dialog' | 'menu' | 'listbox'
  align?: 'start' | 'end'
  className?: string | undefined
  onClose: () => void
  children: ReactNode
}

const GAP = 4
const MARGIN = 8

/** A panel above everything, placed by its anchor and kept inside the window. Escape or a press outside closes it. */
export function Popover({
  anchor,
  label,
  role = 'dialog',
  align = 'start',
  className,
  onClose,
  children,
}: PopoverProps): JSX.Element {
  const panel = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })

  useLayoutEffect(() => {
    const element = panel.current
    if (!element) return
    const returnTo = document.activeElement
    element.showPopover()
    position(element, anchor, align)
    const place = (): void => position(element, anchor, align)
    const observer = new ResizeObserver(place)
    observer.observe(element)
    window.addEventListener('resize', place)
    const first = element.querySelector<HTMLElement>(
      '[data-autofocus], input, select, textarea, button, [tabindex="0"]',
    )
    ;(first ?? element).focus({ preventScroll: true })
    const onPointerDown = (event: PointerEvent): void => {
      const target = event.target as Node
      if (element.contains(target)) return
      if ('current' in anchor && anchor.current?.contains(target)) return
      close.current()
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      // A button that went away when it was pressed leaves the focus on the page itself.
      const here = event.target === document.body || element.contains(event.target as Node)
      if (event.key !== 'Escape' || !here) return
      event.preventDefault()
      event.stopPropagation()
      close.current()
    }
    document.addEventListener('pointerdown', onPointerDown, true)
    document.addEventListener('keydown', onKeyDown, true)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', place)
      document.removeEventListener('pointerdown', onPointerDown, true)
      document.removeEventListener('keydown', onKeyDown, true)
      const lost = document.activeElement === null || document.activeElement === document.body
      if ((lost || element.contains(document.activeElement)) && returnTo instanceof HTMLElement) returnTo.focus()
    }
    // The anchor stands still while its panel is open.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  return (
    <div
      ref={panel}
      popover="manual"
      className={cx('popover', className)}
      role={role}
      aria-label={label}
      tabIndex={-1}
      // It lies above everything: what it hangs from in the page must not take the pointer for a drag of its own.
      onPointerDown={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  )
}

function position(element: HTMLElement, anchor: PopoverProps['anchor'], align: 'start' | 'end'): void {
  const box =
    'current' in anchor
      ? (anchor.current?.getBoundingClientRect() ?? new DOMRect())
      : new DOMRect(anchor.x, anchor.y - GAP, 0, 0)
  const { width, height } = element.getBoundingClientRect()
  const left = align === 'start' ? box.left : box.right - width
  const below = box.bottom + GAP
  const fits = below + height <= window.innerHeight - MARGIN
  const top = fits ? below : Math.max(MARGIN, box.top - GAP - height)
  element.style.left = `${Math.min(Math.max(MARGIN, left), window.innerWidth - width - MARGIN)}px`
  element.style.top = `${top}px`
}

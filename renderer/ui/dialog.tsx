import { useId, useLayoutEffect, useRef } from 'react'
import type { JSX, ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'

export interface DialogProps {
  title: string
  open: boolean
  onClose: () => void
  /** What Escape does instead of closing, where there is something to leave first. */
  onEscape?: (() => void) | undefined
  children: ReactNode
  /** Buttons at the foot. */
  footer?: ReactNode
  size?: 'small' | 'medium' | 'large'
  className?: string | undefined
  /** Leaves the title to screen readers. */
  bare?: boolean
}

/** A modal dialog: the browser's own, so focus stays inside, Escape closes it, and focus returns to where it was. */
export function Dialog({ open, ...rest }: DialogProps): JSX.Element | null {
  return open ? <OpenDialog {...rest} /> : null
}

function OpenDialog({
  title,
  onClose,
  onEscape = onClose,
  children,
  footer,
  size = 'medium',
  className,
  bare,
}: Omit<DialogProps, 'open'>): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Closed while it still stands in the page: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={cx('dialog', `dialog-${size}`, className)}
      aria-labelledby={titleId}
      // A second Escape in a row would close it without asking: browsers grant one refusal for each press of the pointer.
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onEscape()
      }}
      onCancel={(event) => {
        event.preventDefault()
        onEscape()
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="dialog-body">
        <div className={bare ? 'visually-hidden' : 'dialog-head'}>
          <h2 id={titleId}>{title}</h2>
          {!bare && <IconButton icon="close" label="Close" onClick={onClose} />}
        </div>
        <div className="dialog-content">{children}</div>
        {footer && <div className="dialog-foot">{footer}</div>}
      </div>
    </dialog>
  )
}

import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import { dismissToast } from '../store/ui-store.ts'
import { useUi } from '../store/index.ts'
import { Icon, IconButton } from '../ui/index.ts'

/** Passing words at the foot of the window, above every dialog. */
export function Toasts(): JSX.Element {
  const toasts = useUi((state) => state.toasts)
  const dialog = useUi((state) => state.dialog)
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = panel.current
    if (!element) return
    // Shown again after each change, so that it lies on top of whatever opened since.
    if (element.matches(':popover-open')) element.hidePopover()
    if (toasts.length > 0) element.showPopover()
    element.dataset['over'] = dialog ?? 'workspace'
  }, [toasts, dialog])
  return (
    <div ref={panel} popover="manual" className="toasts" role="log" aria-live="polite" aria-label="Messages">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast toast-${toast.tone}`}>
          {toast.tone === 'trouble' && <Icon name="warning" size={14} />}
          <p>
            {toast.text}
            {toast.code && <span className="trouble-code mono">{toast.code}</span>}
          </p>
          <IconButton icon="close" size={12} label="Dismiss" onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  )
}

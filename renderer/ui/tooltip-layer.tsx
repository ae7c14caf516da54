import { useEffect, useRef, useState } from 'react'
import type { JSX } from 'react'
import { Kbd } from './kbd.tsx'

const DELAY_MS = 500

interface Tip {
  text: string
  keys: string | undefined
  target: HTMLElement
}

/** Shows `data-tip` (and `data-keys`) of whatever the pointer or the keyboard rests on. One for the whole window. */
export function TooltipLayer(): JSX.Element | null {
  const [tip, setTip] = useState<Tip | null>(null)
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = (): void => {
      clearTimeout(timer)
      setTip(null)
    }
    const show = (event: Event): void => {
      hide()
      const origin = event.target instanceof Element ? event.target : null
      const target = origin?.closest<HTMLElement>('[data-tip]')
      const text = target?.dataset['tip']
      if (!target || !text || (event.type === 'focusin' && !target.matches(':focus-visible'))) return
      timer = setTimeout(() => setTip({ text, keys: target.dataset['keys'], target }), DELAY_MS)
    }
    const events = { pointerover: show, focusin: show, pointerdown: hide, focusout: hide, keydown: hide, scroll: hide }
    for (const [name, listener] of Object.entries(events)) document.addEventListener(name, listener, true)
    return () => {
      clearTimeout(timer)
      for (const [name, listener] of Object.entries(events)) document.removeEventListener(name, listener, true)
    }
  }, [])
  useEffect(() => {
    const element = panel.current
    if (!element || !tip) return
    element.showPopover()
    const box = tip.target.getBoundingClientRect()
    const own = element.getBoundingClientRect()
    const below = box.bottom + 6
    const top = below + own.height > window.innerHeight ? box.top - own.height - 6 : below
    const left = box.left + box.width / 2 - own.width / 2
    element.style.top = `${top}px`
    element.style.left = `${Math.min(Math.max(4, left), window.innerWidth - own.width - 4)}px`
  }, [tip])
  if (!tip) return null
  return (
    <div ref={panel} key={tip.text} popover="manual" className="tooltip" role="tooltip">
      {tip.text}
      {tip.keys && <Kbd keys={tip.keys} />}
    </div>
  )
}

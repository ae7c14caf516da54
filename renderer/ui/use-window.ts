import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { partInView } from './part-in-view.ts'
import type { PartInView } from './part-in-view.ts'

/** How far past the edges of the view rows are there already, in pixels. */
const BEYOND_PX = 600
/** Height of a view that was not laid out yet. */
const UNKNOWN_PX = 1200

interface Rows {
  /** Names of the rows, from the top. */
  keys: readonly string[]
  /** Pixels that a row is thought to take until it was drawn. */
  estimate: (index: number) => number
}

/** Rows `from` up to, and without, `to` are to be drawn, between two spaces of so many pixels. */
export interface RowWindow extends PartInView {
  /** For the element of each row. */
  rowRef: (key: string) => Ref
  /** Scrolls to a row, unless it is drawn already. */
  show: (key: string) => void
}

/**
 * Which rows of a very long list are to be drawn: those in the view of what scrolls it, and some on either side. Rows may be of
 * any height, which is learnt as they are drawn; the browser keeps the view in place where a guess was wrong.
 */
export function useWindow(scroller: RefObject<HTMLElement | null>, { keys, estimate }: Rows): RowWindow {
  const heights = useRef(new Map<string, number>())
  const observer = useRef<ResizeObserver | null>(null)
  const [part, setPart] = useState<PartInView>({ from: 0, to: 0, before: 0, after: 0 })

  const look = useCallback((): void => {
    const { top, bottom } = viewOf(scroller)
    const heightOf = (index: number): number => heights.current.get(keys[index] ?? '') ?? estimate(index)
    const next = partInView(keys.length, heightOf, top - BEYOND_PX, bottom + BEYOND_PX)
    setPart((now) => (samePart(now, next) ? now : next))
  }, [scroller, keys, estimate])
  const latest = useRef(look)

  useLayoutEffect(() => {
    latest.current = look
    look()
  }, [look])

  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const onChange = (): void => latest.current()
    const size = new ResizeObserver(onChange)
    size.observe(element)
    element.addEventListener('scroll', onChange, { passive: true })
    return () => {
      size.disconnect()
      element.removeEventListener('scroll', onChange)
    }
  }, [scroller])

  const refs = useRef(new Map<string, Ref>())
  const rowRef = useCallback((key: string): Ref => {
    observer.current ??= new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target instanceof HTMLElement && target.isConnected) heights.current.set(keyOf(target), target.offsetHeight)
      }
      latest.current()
    })
    // The same function for the same row, or every drawing would let go of it and take it up again.
    const ref = refs.current.get(key) ?? observing(observer.current, key)
    refs.current.set(key, ref)
    return ref
  }, [])
  const show = (key: string): void => {
    const index = keys.indexOf(key)
    const view = scroller.current
    if (!view || index < 0 || view.querySelector(`[data-row="${CSS.escape(key)}"]`)) return
    const heightOf = (row: number): number => heights.current.get(keys[row] ?? '') ?? estimate(row)
    view.scrollTo({ top: partInView(index, heightOf, Infinity, Infinity).before })
    look()
  }
  return { ...part, rowRef, show }
}

function viewOf({ current }: RefObject<HTMLElement | null>): { top: number; bottom: number } {
  if (!current) return { top: 0, bottom: UNKNOWN_PX }
  return { top: current.scrollTop, bottom: current.scrollTop + current.clientHeight }
}

function samePart(a: PartInView, b: PartInView): boolean {
  return a.from === b.from && a.to === b.to && a.before === b.before && a.after === b.after
}

type Ref = (element: HTMLElement | null) => (() => void) | undefined

function observing(observer: ResizeObserver, key: string): Ref {
  return (element) => {
    if (!element) return undefined
    element.dataset['row'] = key
    observer.observe(element)
    return () => observer.unobserve(element)
  }
}

function keyOf(row: HTMLElement): string {
  return row.dataset['row'] ?? ''
}

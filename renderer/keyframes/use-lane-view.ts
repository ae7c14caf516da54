import { useEffect } from 'react'
import type { RefObject } from 'react'
import type { Clip } from '../../core/timeline/clip.ts'
import { panKeys, useKeys, wholeClip, zoomKeys } from './key-store.ts'

export interface View {
  from: number
  to: number
}

/** The frames of a clip that its lanes show. Ctrl with the wheel zooms in on the pointer, a sideways wheel moves along. */
export function useLaneView(element: RefObject<HTMLElement | null>, clip: Clip): View {
  const { length } = clip
  const view = useKeys((state) => state.view) ?? wholeClip(length)
  useEffect(() => {
    const target = element.current
    const onWheel = (event: WheelEvent): void => {
      const box = target?.getBoundingClientRect()
      if (!box || box.width === 0) return
      const sideways = event.shiftKey ? event.deltaY : event.deltaX
      if (event.ctrlKey || event.metaKey) {
        const place = view.from + ((event.clientX - box.left) / box.width) * (view.to - view.from)
        zoomKeys(event.deltaY < 0 ? 1.25 : 0.8, place, length)
      } else if (sideways === 0) return
      else panKeys((sideways / box.width) * (view.to - view.from), length)
      event.preventDefault()
    }
    // React's own listener is passive, and the browser would zoom the page.
    target?.addEventListener('wheel', onWheel, { passive: false })
    return () => target?.removeEventListener('wheel', onWheel)
  }, [element, view.from, view.to, length])
  return view
}

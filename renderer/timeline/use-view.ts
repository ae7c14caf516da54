import { useEffect, useLayoutEffect } from 'react'
import type { RefObject } from 'react'
import { scrollTo } from './geometry.ts'
import { setWidth, timelineStore, useTimeline, zoomBy } from './timeline-store.ts'
import { transport } from '../viewer/transport.ts'
import { fitLengthNow, lengthNow } from './use-timeline-commands.ts'

/** Width of the track headers, in pixels; as in the style sheet. */
export const HEADER_PX = 164
/** The view is drawn in steps of this many pixels, so that scrolling does not draw at every pixel. */
const STEP_PX = 320

/** The part of the content to draw, in pixels: what is in view and a step on either side. */
export function useDrawnRange(): { from: number; to: number } {
  const step = useTimeline((state) => Math.floor(state.scroll / STEP_PX))
  const width = useTimeline((state) => state.width)
  return { from: (step - 1) * STEP_PX, to: (step + 2) * STEP_PX + width }
}

/** Keeps the store and the scrolling element in step: width, scroll, zoom by wheel, and playback that turns pages. */
export function useView(scroller: RefObject<HTMLElement | null>): void {
  const scroll = useTimeline((state) => state.scroll)

  // Before paint, or a zoom would show one frame at the old place.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element && Math.abs(element.scrollLeft - scroll) >= 1) element.scrollTo({ left: scroll })
  }, [scroller, scroll])

  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const measure = new ResizeObserver(() => setWidth(element.clientWidth - HEADER_PX, fitLengthNow()))
    measure.observe(element)
    const onScroll = (): void => {
      // The layout may hold back part of a scroll; what it shows is what counts.
      if (Math.abs(timelineStore.getState().scroll - element.scrollLeft) >= 1) {
        timelineStore.setState({ scroll: element.scrollLeft })
      }
    }
    // A wheel tells of itself more often than the window draws.
    const zoom = { by: 1, x: 0, request: 0 }
    const drawZoom = (): void => {
      const { by, x } = zoom
      Object.assign(zoom, { by: 1, request: 0 })
      zoomBy(by, x, lengthNow())
    }
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        const left = element.getBoundingClientRect().left + HEADER_PX
        zoom.by *= Math.exp(-event.deltaY / 400)
        zoom.x = Math.max(0, event.clientX - left)
        zoom.request ||= requestAnimationFrame(drawZoom)
      } else if (!event.shiftKey && event.deltaX === 0 && element.scrollHeight <= element.clientHeight) {
        element.scrollBy(event.deltaY, 0)
      }
    }
    element.addEventListener('scroll', onScroll)
    // React listens passively; a zoom must keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false })
    const stop = transport.subscribe(({ at }, before) => {
      if (at === before.at) return
      const state = timelineStore.getState()
      const next = scrollTo(at, state, transport.getState().speed !== 0)
      if (next !== state.scroll && state.ghost === null) timelineStore.setState({ scroll: next })
    })
    return () => {
      measure.disconnect()
      cancelAnimationFrame(zoom.request)
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
      stop()
    }
  }, [scroller])
}

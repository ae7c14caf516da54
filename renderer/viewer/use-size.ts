import { useLayoutEffect, useState } from 'react'
import type { RefObject } from 'react'

export interface PixelSize {
  /** CSS pixels. */
  width: number
  height: number
}

/** The size of an element, kept up to date. Zero until it is laid out. */
export function useSize(element: RefObject<HTMLElement | null>): PixelSize {
  const [size, setSize] = useState<PixelSize>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return undefined
    const observer = new ResizeObserver(() => setSize({ width: target.clientWidth, height: target.clientHeight }))
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return size
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

interface Size {
  width: number
  height: number
}

/** The largest box of `inner`'s shape inside `outer`, centred; whole pixels, so that edges stay sharp. */
export function fitInside(inner: Size, outer: Size): Box {
  const scale = Math.min(outer.width / inner.width, outer.height / inner.height)
  const width = Math.max(1, Math.round(inner.width * scale))
  const height = Math.max(1, Math.round(inner.height * scale))
  return { x: Math.round((outer.width - width) / 2), y: Math.round((outer.height - height) / 2), width, height }
}

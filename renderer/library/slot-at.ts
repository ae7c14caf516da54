interface Span {
  left: number
  width: number
}

/** Between which boxes of a row a point lies: 0 before the first, `boxes.length` after the last. */
export function slotAt(boxes: readonly Span[], x: number): number {
  const after = boxes.findIndex(({ left, width }) => x < left + width / 2)
  return after < 0 ? boxes.length : after
}

/** Draws peaks from the left edge on, one a CSS pixel. What is louder than full scale stops at the edge. */
export function drawPeaks(
  context: CanvasRenderingContext2D,
  peaks: readonly ([number, number] | null)[],
  height: number,
  colour: string,
): void {
  context.clearRect(0, 0, peaks.length, height)
  context.fillStyle = colour
  const middle = height / 2
  for (const [x, peak] of peaks.entries()) {
    if (!peak) continue
    const top = middle - Math.min(1, peak[1]) * middle
    const bottom = middle - Math.max(-1, peak[0]) * middle
    // Silence is a line.
    context.fillRect(x, Math.min(top, middle - 0.5), 1, Math.max(1, bottom - top))
  }
}

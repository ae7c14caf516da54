/** Frames of a source, in the order of the film, that one pass over the source gives. */
export interface FrameRun {
  frames: readonly number[]
  /** They come out of the decoder in the other order, and are kept until the pass is over. */
  backwards: boolean
}

/**
 * Splits the frames of a span into runs that never turn around. A clip that plays forwards is one run; one that plays backwards
 * is cut where more than `most` different frames would be kept.
 */
export function frameRuns(frames: readonly number[], most: number): FrameRun[] {
  const runs: FrameRun[] = []
  let run: number[] = []
  let direction = 0
  let different = 0
  const end = (): void => {
    if (run.length > 0) runs.push({ frames: run, backwards: direction < 0 })
    run = []
    direction = 0
    different = 1
  }
  for (const frame of frames) {
    const step = Math.sign(frame - (run.at(-1) ?? frame))
    const turns = step !== 0 && direction !== 0 && step !== direction
    const full = step < 0 && different >= most
    if (run.length === 0 || turns || full) end()
    else if (step !== 0) [direction, different] = [step, different + 1]
    run.push(frame)
  }
  end()
  return runs
}

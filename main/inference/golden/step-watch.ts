/** Times the steps of a run that a self-test makes. */
export interface StepWatch {
  /** Called at the end of every step; gives how many there were. */
  mark(): number
  /** Milliseconds of the fastest step but the first, which warms up; null where there is only one. */
  fastestMs(): number | null
}

export function stepWatch(): StepWatch {
  const marks: number[] = []
  return {
    mark: () => marks.push(performance.now()),
    fastestMs: () => {
      const steps = marks.slice(1).map((mark, i) => mark - (marks[i] ?? mark))
      return steps.length === 0 ? null : Math.min(...steps)
    },
  }
}

const SCHEDULERS: Readonly<Record<string, string>> = {
  DPMSolverMultistepScheduler: 'DPM-Solver++ 2M',
  DDIMScheduler: 'DDIM',
  EulerDiscreteScheduler: 'Euler',
  FlowMatchEulerDiscreteScheduler: 'Flow Euler',
  UniPCMultistepScheduler: 'UniPC',
}

/** The name that people know a scheduler by. */
export function schedulerWords(name: string): string {
  return SCHEDULERS[name] ?? name.replace(/Scheduler$/, '')
}

import type { JobPayload } from './job.ts'

/** Ids of the packs that a job wants: of a generation its maker, of a refinement those of its own steps. */
export function packsOf(payload: JobPayload): string[] {
  switch (payload.kind) {
    case 'generate':
      return [payload.recipe.pack.id]
    case 'refine':
      return (payload.recipe.refine ?? []).slice(-payload.steps).map((step) => step.pack.id)
    case 'render':
      return []
  }
}

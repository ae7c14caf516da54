import type { JSX } from 'react'
import type { Shot, Take } from '../../core/library/entities.ts'
import { Button } from '../ui/index.ts'
import { chooseTake, putInFilm } from './take-actions.ts'

/** What can be done with a take at once: into the film, shown by its shot, its settings again. */
export function TakeWays({
  shot,
  take,
  reuse,
}: {
  shot: Shot
  take: Take
  reuse: (seed: 'same' | 'new') => void
}): JSX.Element {
  const picked = shot.picked === take.id
  return (
    <div className="take-panel-ways">
      <Button keys="E" onClick={() => putInFilm(take.id, null)}>
        Add to the film
      </Button>
      <Button keys="Enter" disabled={picked} onClick={() => chooseTake(take)}>
        {picked ? 'Chosen' : 'Choose'}
      </Button>
      <Button keys="V" onClick={() => reuse('new')}>
        Vary
      </Button>
      <Button keys="G" onClick={() => reuse('same')}>
        Use settings
      </Button>
    </div>
  )
}

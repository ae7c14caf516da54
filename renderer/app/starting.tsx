import type { JSX } from 'react'
import { useStudio } from '../store/index.ts'

/** Before the first answer of the studio. */
export function Starting(): JSX.Element {
  const online = useStudio((state) => state.online)
  return (
    <main className="starting" aria-busy="true">
      <p>{online ? 'Opening the project …' : 'Waiting for the studio …'}</p>
    </main>
  )
}

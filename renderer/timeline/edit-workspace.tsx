import type { JSX } from 'react'

export function EditWorkspace(): JSX.Element {
  return <main aria-label="Edit" />
}

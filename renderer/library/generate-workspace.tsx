import type { JSX } from 'react'

export function GenerateWorkspace(): JSX.Element {
  return <main aria-label="Generate" />
}

import type { JSX } from 'react'
import { GenerateWorkspace } from '../library/generate-workspace.tsx'
import { useUi } from '../store/index.ts'
import { EditWorkspace } from '../timeline/edit-workspace.tsx'

/** The workspace in front. */
export function Workspaces(): JSX.Element {
  const workspace = useUi((state) => state.workspace)
  return <div className="workspace">{workspace === 'generate' ? <GenerateWorkspace /> : <EditWorkspace />}</div>
}

import { useCommand } from '../app/commands.ts'
import { compareClip, openCompare } from '../compare/compare-store.ts'
import { openGrid } from '../grid/grid-store.ts'
import { openLineage } from '../lineage/lineage-dialog.tsx'
import { useStudio } from '../store/index.ts'
import { useChange } from './change-store.ts'
import { clearMarks } from './marks.ts'
import { mark, openBridge, openChange } from './open-change.ts'
import { startChange } from './start-change.ts'

/** Ways to change a take, by key, menu and palette. What cannot be done to the one in hand says why. */
export function ChangeCommands(): null {
  const any = useStudio(({ shots }) => shots.some(({ count }) => count > 0))
  const ready = useChange(({ draft, starting }) => draft !== null && !starting)
  useCommand('mark.in', () => mark('in'), any)
  useCommand('mark.out', () => mark('out'), any)
  useCommand('mark.clear', clearMarks, any)
  useCommand('change.retake', () => openChange('retake'), any)
  useCommand('change.extend', () => openChange('extend'), any)
  useCommand('change.bridge', openBridge, any)
  useCommand('change.inpaint', () => openChange('inpaint'), any)
  useCommand('change.restyle', () => openChange('restyle'), any)
  useCommand('change.firstFrame', () => openChange('image-to-video'), any)
  useCommand('take.compare', openCompare, any)
  useCommand('clip.compare', compareClip, any)
  useCommand('take.grid', openGrid, any)
  useCommand('take.lineage', openLineage, any)
  useCommand('change.start', () => void startChange(), ready)
  return null
}

import { useEffect } from 'react'
import type { JSX } from 'react'
import './app.css'
import { nativeBridge } from '../api/native.ts'
import type { CommandId } from '../../core/commands/table.ts'
import { Home } from '../home/home.tsx'
import { useStudio } from '../store/index.ts'
import { followStudio } from '../store/sync.ts'
import { TooltipLayer } from '../ui/index.ts'
import { onKeyDown, runCommand } from './commands.ts'
import { Dialogs } from './dialogs.tsx'
import { Footer } from './footer.tsx'
import { GlobalCommands } from './global-commands.tsx'
import { ChangeCommands } from '../change/change-commands.tsx'
import { watchAttendance } from '../report/attendance.ts'
import { RefineCommands } from '../refine/refine-commands.tsx'
import { isCommandId } from './keys.ts'
import { Starting } from './starting.tsx'
import { Toasts } from './toasts.tsx'
import { TopBar } from './top-bar.tsx'
import { Workspaces } from './workspaces.tsx'

export function App(): JSX.Element {
  useEffect(() => {
    const leaving = new AbortController()
    followStudio(leaving.signal)
    watchAttendance(leaving.signal)
    document.addEventListener('keydown', onKeyDown)
    const stop = nativeBridge()?.onCommand?.((id) => {
      if (isCommandId(id)) runCommand(id satisfies CommandId)
    })
    return () => {
      leaving.abort()
      document.removeEventListener('keydown', onKeyDown)
      stop?.()
    }
  }, [])

  return (
    <>
      <GlobalCommands />
      <RefineCommands />
      <ChangeCommands />
      <Screen />
      <Dialogs />
      <Toasts />
      <TooltipLayer />
    </>
  )
}

function Screen(): JSX.Element {
  const phase = useStudio((state) => state.phase)
  const open = useStudio((state) => state.project !== null)
  if (phase === 'starting') return <Starting />
  if (!open) return <Home />
  return (
    <div className="app">
      <TopBar />
      <Workspaces />
      <Footer />
    </div>
  )
}

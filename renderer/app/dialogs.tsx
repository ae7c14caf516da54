import type { JSX } from 'react'
import { ExportDialog } from '../export/export-dialog.tsx'
import { GridDialog } from '../grid/grid-dialog.tsx'
import { HomeDialog } from '../home/home.tsx'
import { ImportDialog } from '../library/import-dialog.tsx'
import { TakeViewer } from '../library/take-viewer.tsx'
import { LineageDialog } from '../lineage/lineage-dialog.tsx'
import { JobDialog } from '../jobs/job-dialog.tsx'
import { ReportDialog } from '../report/report-dialog.tsx'
import { ModelsDialog } from '../models/models-dialog.tsx'
import { DevicesDialog } from '../settings/devices-dialog.tsx'
import { RampDialog } from '../timeline/dialogs/ramp-dialog.tsx'
import { SequenceDialog } from '../timeline/dialogs/sequence-dialog.tsx'
import { SpeedDialog } from '../timeline/dialogs/speed-dialog.tsx'
import { closeDialog, useUi } from '../store/index.ts'
import { Palette } from './palette.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'

/** The one dialog that is open. */
export function Dialogs(): JSX.Element {
  const dialog = useUi((state) => state.dialog)
  return (
    <>
      <Palette open={dialog === 'palette'} onClose={closeDialog} />
      <ShortcutSheet open={dialog === 'shortcuts'} onClose={closeDialog} />
      <ExportDialog open={dialog === 'export'} onClose={closeDialog} />
      <ImportDialog open={dialog === 'import'} onClose={closeDialog} />
      <HomeDialog open={dialog === 'home'} onClose={closeDialog} />
      <TakeViewer open={dialog === 'viewer'} onClose={closeDialog} />
      <GridDialog open={dialog === 'grid'} onClose={closeDialog} />
      <LineageDialog open={dialog === 'lineage'} onClose={closeDialog} />
      <JobDialog open={dialog === 'job'} onClose={closeDialog} />
      <ReportDialog open={dialog === 'report'} onClose={closeDialog} />
      <ModelsDialog open={dialog === 'models'} onClose={closeDialog} />
      <DevicesDialog open={dialog === 'devices'} onClose={closeDialog} />
      <SpeedDialog open={dialog === 'speed'} onClose={closeDialog} />
      <RampDialog open={dialog === 'ramp'} onClose={closeDialog} />
      <SequenceDialog open={dialog === 'sequence'} onClose={closeDialog} />
    </>
  )
}

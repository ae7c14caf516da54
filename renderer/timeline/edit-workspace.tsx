import { useState } from 'react'
import type { JSX } from 'react'
import './edit-workspace.css'
import { HistoryPanel } from '../inspector/history-panel.tsx'
import { Inspector } from '../inspector/inspector.tsx'
import { useSequence } from '../store/index.ts'
import { EmptyState, Splitter } from '../ui/index.ts'
import { ProgramViewer } from '../viewer/program-viewer.tsx'
import { Bin } from './bin/bin.tsx'
import { setLayout, useLayout } from './layout-store.ts'
import { Timeline } from './timeline.tsx'
import { useEditCommands } from './use-edit-commands.ts'
import { useTimelineCommands } from './use-timeline-commands.ts'

/** The Edit workspace: takes on the left, the film in the middle, the selected clip on the right, tracks below. */
export function EditWorkspace(): JSX.Element {
  const sequence = useSequence((state) => state.shown)
  const layout = useLayout()
  const [timelineFocused, setTimelineFocused] = useState(false)
  useTimelineCommands(timelineFocused)
  useEditCommands()
  if (!sequence) {
    return (
      <main aria-label="Edit">
        <EmptyState title="Opening the sequence …" />
      </main>
    )
  }
  const { bin, inspector, timeline } = layout
  return (
    <main
      className="edit"
      aria-label="Edit"
      style={{
        gridTemplateColumns: `${bin}px 1px minmax(240px, 1fr) 1px ${inspector}px`,
        gridTemplateRows: `minmax(160px, 1fr) 1px ${timeline}px`,
      }}
    >
      <Bin />
      <Splitter
        label="Width of the bin"
        orientation="vertical"
        value={bin}
        min={160}
        max={520}
        onChange={(value) => setLayout({ bin: value })}
      />
      <ProgramViewer sequence={sequence} />
      <div className="edit-row edit-divider">
        <Splitter
          label="Height of the timeline"
          orientation="horizontal"
          value={timeline}
          min={150}
          max={620}
          reverse
          onChange={(value) => setLayout({ timeline: value })}
        />
      </div>
      <div className="edit-row edit-timeline">
        <Timeline sequence={sequence} onFocusChange={setTimelineFocused} />
      </div>
      {/* After the tracks for the Tab key: what is selected there is told of here. */}
      <Splitter
        label="Width of the inspector"
        orientation="vertical"
        value={inspector}
        min={220}
        max={520}
        reverse
        onChange={(value) => setLayout({ inspector: value })}
      />
      {layout.history ? <HistoryPanel sequence={sequence.id} /> : <Inspector sequence={sequence} />}
    </main>
  )
}

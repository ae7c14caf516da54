import type { JSX } from 'react'
import { COMMANDS } from '../../core/commands/table.ts'
import type { CommandId } from '../../core/commands/table.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { runCommand } from '../app/commands.ts'
import { redo, undo, undoLabel, useSequence, useUi } from '../store/index.ts'
import { IconButton, useRoving } from '../ui/index.ts'
import type { IconName } from '../ui/index.ts'
import { toggleHistory, useLayout } from './layout-store.ts'
import { SequenceTabs } from './sequence-tabs.tsx'
import { setTool, toggleSnapping, useTimeline } from './timeline-store.ts'
import type { ToolName } from './tool.ts'

const TOOLS: readonly { tool: ToolName; icon: IconName; command: CommandId }[] = [
  { tool: 'select', icon: 'cursor', command: 'tool.select' },
  { tool: 'ripple', icon: 'ripple', command: 'tool.ripple' },
  { tool: 'roll', icon: 'roll', command: 'tool.roll' },
  { tool: 'slip', icon: 'slip', command: 'tool.slip' },
  { tool: 'slide', icon: 'slide', command: 'tool.slide' },
  { tool: 'blade', icon: 'blade', command: 'tool.blade' },
]

/** Buttons above the tracks: tools, history, what can be done with the playhead and the selection, sequences, and zoom. */
export function Toolbar({ sequence }: { sequence: Sequence }): JSX.Element {
  const undone = useSequence(undoLabel)
  const redone = useSequence((state) => state.confirmed?.redoLabel ?? null)
  const selected = useUi((state) => state.clip !== null)
  const snapping = useTimeline((state) => state.snapping)
  const pxPerFrame = useTimeline((state) => state.pxPerFrame)
  const current = useTimeline((state) => state.tool)
  const { history } = useLayout()
  const roving = useRoving()
  return (
    <div {...roving} className="tl-toolbar" role="toolbar" aria-label="Timeline tools">
      {TOOLS.map(({ tool, icon, command }) => (
        <IconButton
          key={tool}
          icon={icon}
          label={COMMANDS[command].label}
          keys={COMMANDS[command].keys[0]}
          pressed={tool === current}
          onClick={() => setTool(tool)}
        />
      ))}
      <span className="tl-toolbar-line" />
      <IconButton
        icon="undo"
        label={undone ? `Undo: ${undone}` : 'Undo'}
        keys={COMMANDS['edit.undo'].keys[0]}
        disabled={undone === null}
        onClick={undo}
      />
      <IconButton
        icon="redo"
        label={redone ? `Redo: ${redone}` : 'Redo'}
        keys={COMMANDS['edit.redo'].keys[0]}
        disabled={redone === null}
        onClick={redo}
      />
      <IconButton icon="history" label="History" keys="H" pressed={history} onClick={toggleHistory} />
      <span className="tl-toolbar-line" />
      <CommandButton icon="scissors" id="clip.blade" />
      <CommandButton icon="transition" id="clip.transition" />
      <CommandButton icon="marker" id="marker.set" />
      <CommandButton icon="title" id="title.add" />
      <CommandButton icon="adjustment" id="adjustment.add" />
      <CommandButton icon="trash" id="clip.lift" disabled={!selected} />
      <span className="tl-toolbar-line" />
      <IconButton icon="magnet" label="Snapping" pressed={snapping} onClick={toggleSnapping} />
      <span className="tl-toolbar-line" />
      <SequenceTabs sequence={sequence} />
      <span className="tl-toolbar-end mono">{zoomWords(pxPerFrame)}</span>
      <CommandButton icon="minus" id="timeline.zoomOut" />
      <CommandButton icon="plus" id="timeline.zoomIn" />
      <CommandButton icon="columns" id="timeline.fit" />
    </div>
  )
}

/** A button that runs a command of the table. */
function CommandButton({ icon, id, disabled }: { icon: IconName; id: CommandId; disabled?: boolean }): JSX.Element {
  const { label, keys } = COMMANDS[id]
  return <IconButton icon={icon} label={label} keys={keys[0]} disabled={disabled} onClick={() => void runCommand(id)} />
}

/** `5 px/f` when close, `12 f/px` when far. */
function zoomWords(pxPerFrame: number): string {
  return pxPerFrame >= 1 ? `${Number(pxPerFrame.toFixed(1))} px/f` : `${Math.round(1 / pxPerFrame)} f/px`
}

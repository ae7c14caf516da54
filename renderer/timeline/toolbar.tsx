import type { JSX } from 'react'
import { COMMANDS } from '../../core/commands/table.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { redo, undo, undoLabel, useSequence, useUi } from '../store/index.ts'
import { IconButton } from '../ui/index.ts'
import { bladeAtPlayhead, removeSelected } from './edits.ts'
import { fitSequence, toggleSnapping, useTimeline } from './timeline-store.ts'
import { fitLengthNow, zoomStep } from './use-timeline-commands.ts'

/** Buttons above the tracks: history, what can be done with the playhead and the selection, snapping and zoom. */
export function Toolbar({ sequence }: { sequence: Sequence }): JSX.Element {
  const undone = useSequence(undoLabel)
  const redone = useSequence((state) => state.confirmed?.redoLabel ?? null)
  const selected = useUi((state) => state.clip !== null)
  const snapping = useTimeline((state) => state.snapping)
  const pxPerFrame = useTimeline((state) => state.pxPerFrame)
  return (
    <div className="tl-toolbar" role="toolbar" aria-label="Timeline tools">
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
      <span className="tl-toolbar-line" />
      <IconButton icon="scissors" label="Cut at the playhead" keys="B" onClick={bladeAtPlayhead} />
      <IconButton
        icon="trash"
        label="Lift clip"
        keys="Delete"
        disabled={!selected}
        onClick={() => removeSelected('lift')}
      />
      <span className="tl-toolbar-line" />
      <IconButton icon="magnet" label="Snapping" pressed={snapping} onClick={toggleSnapping} />
      <span className="tl-toolbar-line" />
      <span className="tl-sequence-name ellipsis" title={sequence.name}>
        {sequence.name}
      </span>
      <span className="tl-toolbar-end mono">{zoomWords(pxPerFrame)}</span>
      <IconButton icon="minus" label="Zoom out" keys="-" onClick={() => zoomStep(-1)} />
      <IconButton icon="plus" label="Zoom in" keys="=" onClick={() => zoomStep(1)} />
      <IconButton
        icon="columns"
        label="Fit the sequence"
        keys={COMMANDS['timeline.fit'].keys[0]}
        onClick={() => fitSequence(fitLengthNow())}
      />
    </div>
  )
}

/** `5 px/f` when close, `12 f/px` when far. */
function zoomWords(pxPerFrame: number): string {
  return pxPerFrame >= 1 ? `${Number(pxPerFrame.toFixed(1))} px/f` : `${Math.round(1 / pxPerFrame)} f/px`
}

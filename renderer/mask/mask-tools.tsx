import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { useCommand } from '../app/commands.ts'
import { openViewer } from '../store/index.ts'
import { Button, IconButton, Kbd, Slider } from '../ui/index.ts'
import { changeMask, clearMask, redoMask, setTool, stepSize, undoMask, maskStore, useMask } from './mask-store.ts'
import type { MaskTool } from './mask-store.ts'

const TOOLS: readonly { tool: MaskTool; words: string; keys: string; tip: string }[] = [
  { tool: 'brush', words: 'Brush', keys: 'B', tip: 'Paint what is to be made anew' },
  { tool: 'box', words: 'Box', keys: 'R', tip: 'A box of what is to be made anew' },
  { tool: 'erase', words: 'Erase', keys: 'E', tip: 'Take paint away' },
  { tool: 'move', words: 'Follow', keys: 'V', tip: 'Drag the mask to its place at this frame; it moves in between' },
]

/** The tools of a mask, and the frames at which its place was set. */
export function MaskTools({
  take,
  at,
  onFrame,
}: {
  take: Take
  at: number
  onFrame: (frame: number) => void
}): JSX.Element {
  const { tool, size, mask, past, future } = useMask((state) => state)
  useCommand('mask.brush', () => setTool('brush'))
  useCommand('mask.box', () => setTool('box'))
  useCommand('mask.erase', () => setTool('erase'))
  useCommand('mask.move', () => setTool('move'))
  useCommand('mask.smaller', () => stepSize(-1))
  useCommand('mask.larger', () => stepSize(1))
  useCommand('mask.undo', undoMask, past.length > 0)
  useCommand('mask.redo', redoMask, future.length > 0)
  useCommand('mask.clear', clearMask)
  return (
    <div className="mask-tools" role="toolbar" aria-label="Mask">
      {TOOLS.map(({ tool: one, words, keys, tip }) => (
        <button
          key={one}
          type="button"
          className="chip"
          aria-pressed={tool === one}
          data-tip={tip}
          onClick={() => setTool(one)}
        >
          {words} <Kbd keys={keys} />
        </button>
      ))}
      <span className="mask-size" data-tip="Size of the brush" data-keys="[">
        <Slider
          label="Size of the brush"
          value={Math.min(size, take.size.width)}
          min={2}
          max={take.size.width}
          step={1}
          valueText={`${size} pixels`}
          onChange={(next) => maskStore.setState({ size: next })}
        />
        <span className="mono">{size} px</span>
      </span>
      <IconButton icon="undo" label="Undo a stroke" keys="Mod+Z" disabled={past.length === 0} onClick={undoMask} />
      <IconButton
        icon="redo"
        label="Redo a stroke"
        keys="Mod+Shift+Z"
        disabled={future.length === 0}
        onClick={redoMask}
      />
      <IconButton icon="trash" label="Clear the mask" keys="Delete" onClick={clearMask} />
      <span className="mask-keys" role="group" aria-label="Places of the mask">
        {mask.keys.map((key) => (
          <span key={key.at} className={key.at === at ? 'chip mask-key is-here' : 'chip mask-key'}>
            <button type="button" onClick={() => onFrame(key.at)}>
              frame {key.at + 1}
            </button>
            <IconButton
              icon="close"
              size={10}
              label={`Forget the place at frame ${key.at + 1}`}
              onClick={() => changeMask({ ...mask, keys: mask.keys.filter((other) => other !== key) })}
            />
          </span>
        ))}
        {mask.keys.length === 0 && tool === 'move' && (
          <span className="mask-hint">Drag the mask here, then at another frame: it follows in between.</span>
        )}
        {mask.keys.length === 1 && <span className="mask-hint">Go to another frame and drag it there.</span>}
      </span>
      <Button onClick={() => openViewer('look')}>Done</Button>
    </div>
  )
}

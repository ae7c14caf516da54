import { convertFrames, frame } from '../../core/timeline/time.ts'
import { sequenceStore, studioStore, toast } from '../store/index.ts'
import { tryEdit } from '../timeline/edits.ts'
import { currentClip } from '../timeline/ghost.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { takeOfClip } from '../viewer/shown-frame.ts'
import { openChange } from './open-change.ts'

/**
 * The end of a clip was dragged `past` sequence frames beyond what it knows of its take. Where the take has them, the
 * clip gets them at once; else an extension is prepared that makes them.
 */
export function extendClip(id: string, past: number): void {
  const { shown } = sequenceStore.getState()
  const now = shown && currentClip(shown, id)
  if (!now) return
  const { clip } = now
  const take = takeOfClip(clip, shotIndex(studioStore.getState().shots))
  if (!take) {
    toast('This clip has no take yet, so there is nothing to extend. Wait for it, or make one.')
    return
  }
  const whole = convertFrames(take.frames, take.rate, shown.rate)
  const wished = (clip.available ?? whole) + past
  if (wished <= whole) {
    const length = frame(wished - clip.offset)
    tryEdit({ name: 'lengthen', args: { clip: clip.id, available: whole, length } })
    return
  }
  const missing = ((wished - whole) * shown.rate.den * take.rate.num) / (shown.rate.num * take.rate.den)
  openChange('extend', { frames: Math.max(1, Math.ceil(missing)) })
}

import { movedStart } from './clip-time.ts'
import { refusal } from './refuse.ts'
import type { Clip } from './clip.ts'
import { frame } from './time.ts'

/** The clip with one edge moved; positive moves it right. Refused where no frame would be left. */
export function trimmed(clip: Clip, edge: 'in' | 'out', delta: number): Clip {
  const next = edge === 'in' ? movedStart(clip, delta) : { ...clip, length: frame(clip.length + delta) }
  if (next.length < 1) throw refusal('TOO_SHORT', 'A clip keeps at least one frame. Delete it instead.')
  return next
}

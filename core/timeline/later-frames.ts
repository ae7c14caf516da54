import type { Edit } from './edit.ts'
import { frame } from './time.ts'
import type { Frame } from './time.ts'

/** Whether an edit names frames of the sequence, so that it means something else once a ripple moved what lies there. */
export function namesFrames(edit: Edit): boolean {
  return laterFrames(edit, 0) !== null
}

/**
 * The edit as it is meant once everything that it touches lies `by` frames later. Null for an edit that names no frames of
 * the sequence, but what it finds on it.
 */
export function laterFrames(edit: Edit, by: number): Edit | null {
  const later = <At extends Frame | undefined>(at: At): At => (at === undefined ? at : (frame(at + by) as At))
  switch (edit.name) {
    case 'insert':
    case 'overwrite': {
      const { clip, more, ...args } = edit.args
      const laid = { ...clip, start: later(clip.start) }
      const lanes = more?.map((lane) => ({ ...lane, clip: { ...lane.clip, start: later(lane.clip.start) } }))
      return { ...edit, args: { ...args, clip: laid, ...(lanes && { more: lanes }) } }
    }
    case 'threePoint': {
      const { in: into, out } = edit.args.at
      const at = out === undefined ? { in: later(into ?? frame(0)) } : { in: later(into), out: later(out) }
      return { ...edit, args: { ...edit.args, at } }
    }
    case 'move':
      return { ...edit, args: { ...edit.args, start: later(edit.args.start) } }
    case 'blade':
      return { ...edit, args: { ...edit.args, at: later(edit.args.at) } }
    case 'bladeAll':
      return { ...edit, args: { ...edit.args, at: later(edit.args.at) } }
    case 'trimTo':
      return { ...edit, args: { ...edit.args, at: later(edit.args.at) } }
    case 'closeGap':
      return { ...edit, args: { ...edit.args, at: later(edit.args.at) } }
    case 'freezeFrame':
      return { ...edit, args: { ...edit.args, at: later(edit.args.at) } }
    case 'liftRange':
    case 'extract':
      return { ...edit, args: { ...edit.args, from: later(edit.args.from), to: later(edit.args.to) } }
    case 'setMarker': {
      const { marker } = edit.args
      return { ...edit, args: { ...edit.args, marker: { ...marker, at: later(marker.at) } } }
    }
    case 'append':
    case 'duplicate':
      // They name no frame, and still mean something else where one part of what they touch moved and another one did not.
      return edit
    default:
      return null
  }
}

import { z } from 'zod'
import { historyWords } from '../commands/table.ts'
import type { CommandId, HandId } from '../commands/table.ts'
import { Draft } from './draft.ts'
import type { Edited } from './draft.ts'
import { addTrack, AddTrackArgs } from './edits/add-track.ts'
import { append, AppendArgs } from './edits/append.ts'
import { blade, BladeArgs } from './edits/blade.ts'
import { bladeAll, BladeAllArgs } from './edits/blade-all.ts'
import { changeClip, ChangeClipArgs } from './edits/change-clip.ts'
import { changeSequence, ChangeSequenceArgs } from './edits/change-sequence.ts'
import { changeText, ChangeTextArgs } from './edits/change-text.ts'
import { changeTrack, ChangeTrackArgs } from './edits/change-track.ts'
import { closeGap, CloseGapArgs } from './edits/close-gap.ts'
import { duplicate, DuplicateArgs } from './edits/duplicate.ts'
import { extract } from './edits/extract.ts'
import { freezeFrame, FreezeFrameArgs } from './edits/freeze-frame.ts'
import { group, GroupArgs } from './edits/group.ts'
import { insert, InsertArgs } from './edits/insert.ts'
import { join, JoinArgs } from './edits/join.ts'
import { lengthen, LengthenArgs } from './edits/lengthen.ts'
import { lift, LiftArgs } from './edits/lift.ts'
import { liftRange, RangeArgs } from './edits/lift-range.ts'
import { link, LinkArgs } from './edits/link.ts'
import { move, MoveArgs } from './edits/move.ts'
import { nest, NestArgs } from './edits/nest.ts'
import { overwrite, OverwriteArgs } from './edits/overwrite.ts'
import { patchSource, PatchSourceArgs } from './edits/patch-source.ts'
import { removeKeyframe, RemoveKeyframeArgs } from './edits/remove-keyframe.ts'
import { removeMarker, RemoveMarkerArgs } from './edits/remove-marker.ts'
import { removeTrack, RemoveTrackArgs } from './edits/remove-track.ts'
import { reorderTrack, ReorderTrackArgs } from './edits/reorder-track.ts'
import { replace, ReplaceArgs } from './edits/replace.ts'
import { reverse, ReverseArgs } from './edits/reverse.ts'
import { rippleDelete, RippleDeleteArgs } from './edits/ripple-delete.ts'
import { rippleTrim } from './edits/ripple-trim.ts'
import { roll } from './edits/roll.ts'
import { setKeyframe, SetKeyframeArgs } from './edits/set-keyframe.ts'
import { setMarker, SetMarkerArgs } from './edits/set-marker.ts'
import { setProperty, SetPropertyArgs } from './edits/set-property.ts'
import { setTransition, SetTransitionArgs } from './edits/set-transition.ts'
import { shiftSound, ShiftSoundArgs } from './edits/shift-sound.ts'
import { slide, SlideArgs } from './edits/slide.ts'
import { slip, SlipArgs } from './edits/slip.ts'
import { speed, SpeedArgs } from './edits/speed.ts'
import { speedRamp, SpeedRampArgs } from './edits/speed-ramp.ts'
import { swap, SwapArgs } from './edits/swap.ts'
import { switchTake, SwitchTakeArgs } from './edits/switch-take.ts'
import { threePoint, ThreePointArgs } from './edits/three-point.ts'
import { trim, TrimArgs } from './edits/trim.ts'
import { trimTo, TrimToArgs } from './edits/trim-to.ts'
import { ungroup, UngroupArgs } from './edits/ungroup.ts'
import { unlink, UnlinkArgs } from './edits/unlink.ts'
import type { Sequence } from './sequence.ts'

/**
 * An edit's name, its arguments, its words in the undo history, and what it does. The words are those of the command that
 * makes the edit, or of what the pointer and the inspector make without one: all of them stand in the one table.
 */
function entry<Name extends string, Args extends z.ZodType>(
  name: Name,
  args: Args,
  words: CommandId | HandId,
  run: (draft: Draft, args: z.infer<Args>) => void,
) {
  return {
    schema: z.object({ name: z.literal(name), args }),
    label: historyWords(words),
    // The schema ties the name to the arguments; the table alone cannot say so.
    run: run as (draft: Draft, args: unknown) => void,
  }
}

const ENTRIES = [
  entry('insert', InsertArgs, 'hand.insert', insert),
  entry('overwrite', OverwriteArgs, 'hand.overwrite', overwrite),
  entry('append', AppendArgs, 'clip.append', append),
  entry('replace', ReplaceArgs, 'clip.replace', replace),
  entry('threePoint', ThreePointArgs, 'clip.threePoint', threePoint),
  entry('lift', LiftArgs, 'clip.lift', lift),
  entry('rippleDelete', RippleDeleteArgs, 'clip.rippleDelete', rippleDelete),
  entry('liftRange', RangeArgs, 'range.lift', liftRange),
  entry('extract', RangeArgs, 'range.extract', extract),
  entry('closeGap', CloseGapArgs, 'gap.close', closeGap),
  entry('move', MoveArgs, 'hand.move', move),
  entry('duplicate', DuplicateArgs, 'clip.duplicate', duplicate),
  entry('swap', SwapArgs, 'clip.swap', swap),
  entry('trim', TrimArgs, 'hand.trim', trim),
  entry('trimTo', TrimToArgs, 'hand.trimTo', trimTo),
  entry('lengthen', LengthenArgs, 'change.extend', lengthen),
  entry('rippleTrim', TrimArgs, 'hand.rippleTrim', rippleTrim),
  entry('roll', TrimArgs, 'hand.roll', roll),
  entry('slip', SlipArgs, 'hand.slip', slip),
  entry('slide', SlideArgs, 'hand.slide', slide),
  entry('blade', BladeArgs, 'clip.blade', blade),
  entry('bladeAll', BladeAllArgs, 'clip.bladeAll', bladeAll),
  entry('join', JoinArgs, 'clip.join', join),
  entry('link', LinkArgs, 'clip.link', link),
  entry('unlink', UnlinkArgs, 'clip.unlink', unlink),
  entry('group', GroupArgs, 'clip.group', group),
  entry('ungroup', UngroupArgs, 'clip.ungroup', ungroup),
  entry('nest', NestArgs, 'clip.nest', nest),
  entry('speed', SpeedArgs, 'clip.speed', speed),
  entry('reverse', ReverseArgs, 'clip.reverse', reverse),
  entry('freezeFrame', FreezeFrameArgs, 'clip.freeze', freezeFrame),
  entry('speedRamp', SpeedRampArgs, 'clip.speedRamp', speedRamp),
  entry('setTransition', SetTransitionArgs, 'clip.transition', setTransition),
  entry('setMarker', SetMarkerArgs, 'marker.set', setMarker),
  entry('removeMarker', RemoveMarkerArgs, 'marker.remove', removeMarker),
  entry('addTrack', AddTrackArgs, 'hand.addTrack', addTrack),
  entry('removeTrack', RemoveTrackArgs, 'hand.removeTrack', removeTrack),
  entry('reorderTrack', ReorderTrackArgs, 'hand.reorderTrack', reorderTrack),
  entry('changeTrack', ChangeTrackArgs, 'hand.changeTrack', changeTrack),
  entry('patchSource', PatchSourceArgs, 'hand.patchSource', patchSource),
  entry('setProperty', SetPropertyArgs, 'hand.setProperty', setProperty),
  entry('setKeyframe', SetKeyframeArgs, 'hand.setKeyframe', setKeyframe),
  entry('removeKeyframe', RemoveKeyframeArgs, 'hand.removeKeyframe', removeKeyframe),
  entry('changeClip', ChangeClipArgs, 'hand.changeClip', changeClip),
  entry('changeText', ChangeTextArgs, 'hand.changeText', changeText),
  entry('switchTake', SwitchTakeArgs, 'hand.switchTake', switchTake),
  entry('changeSequence', ChangeSequenceArgs, 'sequence.change', changeSequence),
  entry('shiftSound', ShiftSoundArgs, 'hand.shiftSound', shiftSound),
] as const

type Schemas<T extends readonly { schema: unknown }[]> = { [K in keyof T]: T[K]['schema'] }

/** One edit as it crosses the contract and as history keeps it. New ids come from the caller, so that a replay gives the same bytes. */
export const Edit = z.discriminatedUnion(
  'name',
  ENTRIES.map(({ schema }) => schema) as unknown as Schemas<typeof ENTRIES>,
)
export type Edit = z.infer<typeof Edit>

const BY_NAME = new Map<string, (typeof ENTRIES)[number]>(
  ENTRIES.map((one) => [one.schema.shape.name.value, one] as const),
)

/** Words for the undo history. */
export function editLabel({ name }: Pick<Edit, 'name'>): string {
  return BY_NAME.get(name)?.label ?? name
}

/** Makes an edit, with the operations that history keeps. Throws `EDIT_REFUSED` and leaves the input as it was. */
export function makeEdit(sequence: Sequence, edit: Edit): Edited {
  return makeEdits(sequence, [edit])
}

/** Makes several edits as one: all of them, or none. */
export function makeEdits(sequence: Sequence, edits: readonly Edit[]): Edited {
  const made: Edited = { sequence, forward: [], backward: [], ripples: [] }
  for (const edit of edits) {
    const draft = new Draft(made.sequence)
    BY_NAME.get(edit.name)?.run(draft, edit.args)
    const { sequence, forward, backward, ripples } = draft.finish()
    made.sequence = sequence
    for (const ripple of ripples) made.ripples.push({ ...ripple, after: ripple.after + made.forward.length })
    made.forward.push(...forward)
    made.backward.unshift(...backward)
  }
  return made
}

/** The sequence after an edit. Throws `EDIT_REFUSED` and leaves the input as it was. */
export function applyEdit(sequence: Sequence, edit: Edit): Sequence {
  return makeEdit(sequence, edit).sequence
}

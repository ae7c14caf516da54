import { z } from 'zod'
import { CortadoError } from '../errors.ts'
import { blade, BladeArgs } from './edits/blade.ts'
import { insert, InsertArgs } from './edits/insert.ts'
import { lengthen, LengthenArgs } from './edits/lengthen.ts'
import { lift, LiftArgs } from './edits/lift.ts'
import { move, MoveArgs } from './edits/move.ts'
import { overwrite, OverwriteArgs } from './edits/overwrite.ts'
import { rippleDelete, RippleDeleteArgs } from './edits/ripple-delete.ts'
import { trim, TrimArgs } from './edits/trim.ts'
import { clipEnd } from './queries.ts'
import type { Sequence } from './sequence.ts'

/** One edit as it crosses the contract and as history keeps it. New ids come from the caller, so that a replay gives the same bytes. */
export const Edit = z.discriminatedUnion('name', [
  z.object({ name: z.literal('insert'), args: InsertArgs }),
  z.object({ name: z.literal('overwrite'), args: OverwriteArgs }),
  z.object({ name: z.literal('move'), args: MoveArgs }),
  z.object({ name: z.literal('trim'), args: TrimArgs }),
  z.object({ name: z.literal('lengthen'), args: LengthenArgs }),
  z.object({ name: z.literal('blade'), args: BladeArgs }),
  z.object({ name: z.literal('lift'), args: LiftArgs }),
  z.object({ name: z.literal('rippleDelete'), args: RippleDeleteArgs }),
])
export type Edit = z.infer<typeof Edit>

/** Words for the undo history, by edit. */
export const EDIT_LABELS: Record<Edit['name'], string> = {
  insert: 'Insert clip',
  overwrite: 'Place clip',
  move: 'Move clip',
  trim: 'Trim clip',
  lengthen: 'Extend clip',
  blade: 'Cut clip',
  lift: 'Lift clip',
  rippleDelete: 'Ripple delete',
}

/** Applies an edit and checks what must stay true. Throws `EDIT_REFUSED` and leaves the input as it was. */
export function applyEdit(sequence: Sequence, edit: Edit): Sequence {
  const next = run(sequence, edit)
  assertInvariants(next)
  return next
}

function run(sequence: Sequence, edit: Edit): Sequence {
  switch (edit.name) {
    case 'insert':
      return insert(sequence, edit.args)
    case 'overwrite':
      return overwrite(sequence, edit.args)
    case 'move':
      return move(sequence, edit.args)
    case 'trim':
      return trim(sequence, edit.args)
    case 'lengthen':
      return lengthen(sequence, edit.args)
    case 'blade':
      return blade(sequence, edit.args)
    case 'lift':
      return lift(sequence, edit.args)
    case 'rippleDelete':
      return rippleDelete(sequence, edit.args)
  }
}

/** No overlap on a track, nothing outside its media, every id once. */
export function assertInvariants(sequence: Sequence): void {
  const seen = new Set<string>()
  for (const track of sequence.tracks) {
    let end = 0
    for (const clip of track.items) {
      const broken =
        clip.start < end ||
        clip.length < 1 ||
        clip.offset < 0 ||
        clip.offset + clip.length > clip.available ||
        seen.has(clip.id)
      if (broken)
        throw new CortadoError(
          'EDIT_REFUSED',
          `That edit would break the track at "${clip.name}". Nothing was changed.`,
        )
      seen.add(clip.id)
      end = clipEnd(clip)
    }
  }
}

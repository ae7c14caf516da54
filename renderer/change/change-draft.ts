import type { GenerateRequest } from '../../core/generation/request.ts'
import type { Pack, Take } from '../../core/library/entities.ts'
import type { Gap } from '../store/ui-store.ts'
import type { Range } from './marks.ts'

export type ChangeOperation = NonNullable<GenerateRequest['change']>['operation']
type Inpainting = Extract<NonNullable<GenerateRequest['change']>, { operation: 'inpaint' }>
export type Mask = Inpainting['mask']

/** A change that is being prepared: everything that the panel shows. Frames are those of the take. */
export interface ChangeDraft {
  operation: ChangeOperation
  take: string
  /** Of a retake, a mask and a restyling; `to` is not included. */
  range: Range
  /** The frame that a new shot begins with. */
  frame: number
  /** How many are made by an extension, a bridge or a new shot. */
  frames: number
  direction: 'forwards' | 'backwards'
  strength: number
  prompt: string
  takes: number
  /** The film is to show the result once it is there. */
  show: boolean
  /** The clip that the change began at. */
  clip: string | null
  bridge: Bridge | null
}

/** Where a bridge leads to, and the gap that it fills, if it is for one. */
export interface Bridge {
  next: string
  /** Frames where the first take is left, not included, and the second is entered. */
  leave: number
  enter: number
  gap: Gap | null
}

/** What a change begins with for a take: all of it, or what is marked. */
export function draftOf(
  operation: ChangeOperation,
  take: Take,
  { marked, frame, clip, pack }: { marked: Range | null; frame: number; clip: string | null; pack: Pack | undefined },
): ChangeDraft {
  return {
    operation,
    take: take.id,
    range: marked ?? { from: 0, to: take.frames },
    frame,
    frames: operation === 'image-to-video' ? (pack?.frames.default ?? take.frames) : Math.ceil(take.frames / 2),
    direction: 'forwards',
    strength: 0.6,
    prompt: take.recipe.prompt,
    takes: 1,
    show: clip !== null && operation !== 'image-to-video',
    clip,
    bridge: null,
  }
}

/** What the studio is asked for. `mask` counts for an inpainting only. */
export function requestOf(draft: ChangeDraft, take: Take, mask: Mask): GenerateRequest {
  const { operation, prompt, takes, range } = draft
  const common = { prompt, takes }
  switch (operation) {
    case 'image-to-video':
      return {
        ...common,
        like: take.id,
        size: take.recipe.size,
        frames: draft.frames,
        change: { operation, picture: { take: take.id, frame: draft.frame } },
      }
    case 'extend':
      return { ...common, change: { operation, take: take.id, frames: draft.frames, direction: draft.direction } }
    case 'retake':
      return { ...common, change: { operation, take: take.id, ...range } }
    case 'bridge': {
      const { next = take.id, leave = take.frames, enter = 0 } = draft.bridge ?? {}
      return { ...common, change: { operation, take: take.id, next, leave, enter, frames: draft.frames } }
    }
    case 'inpaint':
      return { ...common, change: { operation, take: take.id, mask, ...range } }
    case 'restyle':
      return { ...common, change: { operation, take: take.id, strength: draft.strength, ...range } }
  }
}

/** Whether the panel has a range to set. */
export function hasRange({ operation }: Pick<ChangeDraft, 'operation'>): boolean {
  return operation === 'retake' || operation === 'inpaint' || operation === 'restyle'
}

/** "Retake frames 5 to 9", counted from 1 and both included, as the viewer counts. */
export function changeTitle({ operation, range, frames, direction, frame }: ChangeDraft, take: Take): string {
  const all = range.from === 0 && range.to === take.frames
  const what = all ? `take ${take.number}` : `frames ${range.from + 1} to ${range.to}`
  switch (operation) {
    case 'retake':
      return `Retake ${what}`
    case 'inpaint':
      return `Make anew in ${what}`
    case 'restyle':
      return `Restyle ${what}`
    case 'extend':
      return direction === 'forwards' ? `Extend by ${frames} frames` : `${frames} frames before the beginning`
    case 'bridge':
      return `Bridge of ${frames} frames`
    case 'image-to-video':
      return `New shot from frame ${frame + 1}`
  }
}

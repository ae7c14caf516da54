import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { ClipSource, Id } from '../clip.ts'

export const ChangeTextArgs = z.object({ clip: Id, source: ClipSource })

/** Changes the words, or the style, of a title or a caption. */
export function changeText(draft: Draft, { clip: id, source }: z.infer<typeof ChangeTextArgs>): void {
  const { track, clip } = draft.clip(id)
  if ((source.kind !== 'title' && source.kind !== 'caption') || source.kind !== clip.source.kind) {
    throw refusal('WRONG_SOURCE', 'Only a title or a caption has words to change. Use replace for other clips.')
  }
  draft.put(track.id, { ...clip, source })
}

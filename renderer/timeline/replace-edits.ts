import { canonicalJson } from '../../core/canonical-json.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { findClip, linkedTo } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { frame } from '../../core/timeline/time.ts'

/** What takes the place of clips: all of a source as a clip, by the kind of track that shows it; `null` where it lacks that side. */
export type Replacement = Record<'video' | 'audio', Pick<Clip, 'source' | 'name' | 'offset' | 'available'> | null>

/**
 * Edits that show another source in the place of a clip, and in that of its sound or picture where both came from one source.
 * Null where the source has nothing that the clip's own track could show. A sound that ends before its picture does is cut there.
 */
export function replaceEdits(sequence: Sequence, old: Clip, by: Replacement): Edit[] | null {
  const fits = (clip: Clip): Replacement['video'] => {
    const { kind } = findClip(sequence, clip.id).track
    return kind === 'caption' ? null : by[kind]
  }
  if (!fits(old)) return null
  const source = canonicalJson(old.source)
  const parts = linkedTo(sequence, old).filter((one) => one.id === old.id || canonicalJson(one.source) === source)
  return parts.flatMap((part): Edit[] => {
    const next = fits(part)
    if (!next) return []
    const { name, offset, available, source } = next
    const edit: Edit = { name: 'replace', args: { clip: part.id, source, name, offset, available } }
    const room = available === null ? Infinity : available - offset
    if (part.id === old.id || room >= part.length) return [edit]
    if (room <= 0) return [{ name: 'lift', args: { clip: part.id, alone: true } }]
    const delta = frame(room - part.length)
    return [{ name: 'trim', args: { clip: part.id, edge: 'out', delta, alone: true } }, edit]
  })
}

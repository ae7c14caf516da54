import { ClipList } from './clip-list.ts'
import type { Clip } from './clip.ts'
import type { Sequence } from './sequence.ts'

/** A way to name what has a name already: always the same new one for the same old one. */
type Rename = (id: string) => string

function renames(newId: () => string): Rename {
  const known = new Map<string, string>()
  return (id) => {
    const name = known.get(id) ?? newId()
    known.set(id, name)
    return name
  }
}

/** A sequence that shows the same, in which everything has a new id: clips are linked and grouped among themselves as they were. */
export function duplicateSequence(
  { tracks, markers, patch, ...head }: Sequence,
  { id, name, newId }: { id: string; name: string; newId: () => string },
): Sequence {
  const [track, clip, group] = [renames(newId), renames(newId), renames(newId)]
  const here = new Set(tracks.flatMap(({ items }) => [...items].map((item) => item.id)))
  const copied = ({ links, ...item }: Clip): Clip => {
    const own = links?.filter((link) => here.has(link)).map(clip) ?? []
    return {
      ...item,
      id: clip(item.id),
      ...(own.length > 0 && { links: own }),
      ...(item.group !== undefined && { group: group(item.group) }),
    }
  }
  return {
    ...head,
    id,
    name,
    ...(patch && { patch: Object.fromEntries(Object.entries(patch).map(([side, to]) => [side, to && track(to)])) }),
    tracks: tracks.map(({ items, ...rest }) => ({
      ...rest,
      id: track(rest.id),
      items: ClipList.from([...items].map(copied)),
    })),
    markers: markers.map((marker) => ({ ...marker, id: newId() })),
  }
}

import { CortadoError } from '../../core/errors.ts'
import type { Bin } from '../../core/library/bins.ts'
import type { Shot } from '../../core/library/entities.ts'
import type { TrashRef } from '../../core/library/marks.ts'
import type { Studio } from '../../main/studio/studio.ts'
import { newId } from './new-id.ts'

type Organised = 'search' | 'mark' | 'file' | 'trash' | 'restore' | 'emptyTrash' | 'lineage' | 'duplicates'

/** What a shot does not have of a take's line. */
const NO_TAKE = {
  kind: 'shot' as const,
  shot: null,
  rating: 0,
  rejected: false,
  used: false,
  poster: null,
  trashedAt: null,
}

/** Marks, filing and the trash over shots in memory; a search looks at prompts only. */
export function fakeLibrary(
  shots: Map<string, Shot>,
  keep: (shot: Shot) => Shot,
  tell: () => void,
): Pick<Studio['library'], Organised> {
  const thrown = new Map<string, Shot>()
  const over = (
    entries: readonly TrashRef[],
    work: (entry: TrashRef, shot: Shot) => Shot | null,
  ): Record<string, never> => {
    for (const entry of entries) {
      const shot = [...shots.values(), ...thrown.values()].find(
        ({ id, takes }) => id === entry.id || takes.some((take) => take.id === entry.id),
      )
      if (!shot) throw new CortadoError('NOT_FOUND', 'The project has no such entry.')
      const changed = work(entry, shot)
      if (changed) keep(changed)
    }
    tell()
    return {}
  }
  return {
    search: ({ text = '' }) => ({
      next: null,
      hits: [...shots.values()]
        .filter(({ prompt }) => prompt.includes(text))
        .map(({ id, name, bin, label, favourite, createdAt }) =>
          Object.assign({ id, name, bin, label, favourite, createdAt }, NO_TAKE),
        ),
    }),
    mark: (entries, { label, favourite }) =>
      over(entries, ({ kind, id }, shot) => {
        const mark = <T extends { label: Shot['label']; favourite: boolean }>(one: T): T => ({
          ...one,
          label: label === undefined ? one.label : label,
          favourite: favourite ?? one.favourite,
        })
        if (kind === 'shot') return mark(shot)
        return { ...shot, takes: shot.takes.map((take) => (take.id === id ? mark(take) : take)) }
      }),
    file: (entries, bin) => over(entries, (_entry, shot) => ({ ...shot, bin })),
    trash: (entries) =>
      over(entries, ({ kind, id }, shot) => {
        if (kind === 'take') return { ...shot, takes: shot.takes.filter((take) => take.id !== id) }
        thrown.set(shot.id, shot)
        shots.delete(shot.id)
        return null
      }),
    restore: (entries) =>
      over(entries, (_entry, shot) => {
        thrown.delete(shot.id)
        return shot
      }),
    emptyTrash: () => {
      const removed = thrown.size
      thrown.clear()
      return { removed, kept: [] }
    },
    lineage: (id) => {
      const take = [...shots.values()].flatMap(({ takes }) => takes).find((one) => one.id === id)
      if (!take) throw new CortadoError('NOT_FOUND', 'The project has no such take.')
      return { take, ancestors: [], descendants: [] }
    },
    duplicates: () => [],
  }
}

/** Bins in memory. */
export function fakeBins(tell: () => void): Studio['bins'] {
  const bins = new Map<string, Bin>()
  const keep = (bin: Bin): Bin => {
    bins.set(bin.id, bin)
    tell()
    return bin
  }
  const need = (id: string): Bin => {
    const bin = bins.get(id)
    if (!bin) throw new CortadoError('NOT_FOUND', 'The project has no such bin.')
    return bin
  }
  return {
    list: () => [...bins.values()],
    create: ({ name, parent }) => keep({ id: newId(), name, parent, entries: 0, createdAt: Date.now() }),
    rename: (id, name) => keep({ ...need(id), name }),
    move: (id, parent) => keep({ ...need(id), parent }),
    remove: (id) => {
      bins.delete(need(id).id)
      tell()
      return {}
    },
  }
}

/** No media at all. */
export const fakeMedia: Studio['footage'] = {
  import: async (paths) => ({
    imported: [],
    refused: paths.map((path) => ({ path, code: 'MEDIA_UNSUPPORTED' as const, message: `"${path}" is no media.` })),
  }),
  list: () => [],
  get: () => {
    throw new CortadoError('NOT_FOUND', 'The project has no such media file.')
  },
  rate: () => {
    throw new CortadoError('NOT_FOUND', 'The project has no such media file.')
  },
  missing: async () => [],
  relink: async () => ({ relinked: [], remade: 0, candidates: [], missing: [] }),
}

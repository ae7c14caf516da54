import type { EntryRef } from '../../core/library/marks.ts'
import { importMedia } from './import-media.ts'
import type { MediaSounds } from './media-sounds.ts'
import { relinkMedia } from './relink-media.ts'
import type { EventBus } from './event-bus.ts'
import type { ProjectSession } from './project-session.ts'
import type { Studio } from './studio.ts'

/** Up to so many shots are told of one by one; more are asked for anew. */
const TOLD = 20

/** The library's calls as a door sees them: each change is told to every listener. */
export function createStudioLibrary(
  current: () => ProjectSession,
  bus: EventBus,
): Pick<Studio['library'], 'search' | 'mark' | 'file' | 'trash' | 'restore' | 'emptyTrash' | 'lineage' | 'duplicates'> {
  /** Makes a change to entries and tells of their shots. */
  const change = (entries: readonly EntryRef[], work: () => void): Record<string, never> => {
    work()
    const { library, changed } = current()
    const shots = new Set(
      entries.flatMap(({ kind, id }) => (kind === 'shot' ? [id] : kind === 'take' ? [library.takes.get(id).shot] : [])),
    )
    if (shots.size <= TOLD) for (const shot of shots) changed(library.shots.get(shot))
    bus.publish({ type: 'library' })
    return {}
  }
  return {
    search: (request) => current().library.search(request),
    mark: (entries, marks) => change(entries, () => current().library.entries.mark(entries, marks)),
    file: (entries, bin) => change(entries, () => current().library.entries.file(entries, bin)),
    // A shot that has come or gone is not one that has changed: the lists are asked for anew.
    trash: (entries) => {
      current().library.entries.trash(entries)
      bus.publish({ type: 'library' })
      return {}
    },
    restore: (entries) => {
      current().library.entries.restore(entries)
      bus.publish({ type: 'library' })
      return {}
    },
    emptyTrash: () => {
      const emptied = current().library.upkeep.emptyTrash()
      bus.publish({ type: 'library' })
      return emptied
    },
    lineage: (take) => current().library.takes.lineage(take),
    duplicates: () => current().library.upkeep.duplicates(),
  }
}

/** Bins as a door sees them. */
export function createStudioBins(current: () => ProjectSession, bus: EventBus): Studio['bins'] {
  const told = <T>(value: T): T => {
    bus.publish({ type: 'library' })
    return value
  }
  return {
    list: () => current().library.bins.list(),
    create: (options) => told(current().library.bins.create(options)),
    rename: (id, name) => told(current().library.bins.rename(id, name)),
    move: (id, parent) => told(current().library.bins.move(id, parent)),
    remove: (id, contents) => {
      current().library.entries.removeBin(id, contents)
      return told({})
    },
  }
}

/** Imported media as a door sees them. */
export function createStudioMedia(current: () => ProjectSession, bus: EventBus): Studio['footage'] {
  const told = <T>(value: T): T => {
    bus.publish({ type: 'library' })
    return value
  }
  const heard = <T>(sounds: MediaSounds, value: T): T => {
    sounds.request()
    return told(value)
  }
  return {
    import: async (paths, bin) => {
      const { library, during, sounds } = current()
      return heard(sounds, await during((signal) => importMedia(library, paths, bin, signal)))
    },
    list: () => current().library.imported.shown(),
    get: (id) => current().library.imported.get(id),
    rate: (id, rating) => told(current().library.imported.rate(id, rating)),
    missing: () => current().library.upkeep.missing(),
    relink: async (request) => {
      const { library, during, sounds } = current()
      return heard(sounds, await during((signal) => relinkMedia(library, request, signal)))
    },
  }
}

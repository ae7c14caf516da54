import type { MissingFile } from '../../core/library/media.ts'
import type { CopyReport, CopyRequest, DuplicateGroup, EmptiedTrash } from '../../core/library/upkeep.ts'
import { copyProject } from './copy/copy-project.ts'
import { findDuplicates } from './duplicates.ts'
import { collectGarbage } from './garbage.ts'
import { missingFiles } from './missing.ts'
import type { Store } from './store.ts'
import { libraryError } from './store.ts'
import { emptyTrash } from './trash.ts'

/** What keeps a project in order: nothing here happens by itself but the removal of files that a day ago lost their last name. */
export interface Upkeep {
  /** Entries whose footage is the same to the last bit. */
  duplicates(): DuplicateGroup[]
  /** Files that rows name and the disk no longer has whole. */
  missing(): Promise<MissingFile[]>
  /** Deletes what is in the trash and is not needed for undo or a job. */
  emptyTrash(): EmptiedTrash
  /** Deletes files that no row has named for a day; returns how many. */
  collectGarbage(now?: number): number
  /**
   * Copies the project into a new folder while it is open. Throws `PROJECT_EXISTS`, `DISK_FULL`, `CANCELLED`; what was
   * written by then is no project.
   */
  copy(request: CopyRequest, options?: { signal?: AbortSignal | undefined }): Promise<CopyReport>
}

/** `forget` is told of sequences that are gone. */
export function createUpkeep(store: Store, forget: (sequences: readonly string[]) => void): Upkeep {
  return {
    duplicates: () => findDuplicates(store),
    missing: () => missingFiles(store),
    emptyTrash: () => emptyTrash(store, forget),
    collectGarbage: (now) => collectGarbage(store, now),
    async copy(request, { signal } = {}) {
      try {
        return await copyProject(store, request, signal)
      } catch (error) {
        throw libraryError(error, request.to)
      }
    },
  }
}

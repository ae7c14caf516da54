import { firstSchema } from './001-first-schema.ts'
import { reviews } from './002-reviews.ts'
import { timeline } from './003-timeline.ts'
import { followUps } from './004-follow-ups.ts'
import { libraryOfMedia } from './005-library.ts'
import { historyPacks } from './006-history-packs.ts'
import { sequenceTrash } from './007-sequence-trash.ts'
import { sounds } from './008-sounds.ts'
import { letGo } from './009-let-go.ts'
import { runsOfRuns } from './010-runs-of-runs.ts'
import { listIndexes } from './011-list-indexes.ts'
import { answered } from './012-answered.ts'
import type { Migration } from './migration.ts'

/** In order, without gaps. A released migration is never changed: a new one is added. */
export const MIGRATIONS: readonly Migration[] = [
  firstSchema,
  reviews,
  timeline,
  followUps,
  libraryOfMedia,
  historyPacks,
  sequenceTrash,
  sounds,
  letGo,
  runsOfRuns,
  listIndexes,
  answered,
]

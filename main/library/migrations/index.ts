import { firstSchema } from './001-first-schema.ts'
import { reviews } from './002-reviews.ts'
import { timeline } from './003-timeline.ts'
import { historyPacks } from './004-history-packs.ts'
import type { Migration } from './migration.ts'

/** In order, without gaps. A released migration is never changed: a new one is added. */
export const MIGRATIONS: readonly Migration[] = [firstSchema, reviews, timeline, historyPacks]

import { firstSchema } from './001-first-schema.ts'
import { reviews } from './002-reviews.ts'
import { libraryOfMedia } from './003-library.ts'
import type { Migration } from './migration.ts'

/** In order, without gaps. A released migration is never changed: a new one is added. */
export const MIGRATIONS: readonly Migration[] = [firstSchema, reviews, libraryOfMedia]

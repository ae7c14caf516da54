import type { Db } from '../store.ts'

/** One step of the schema. `version` is the `user_version` that the library has afterwards. */
export interface Migration {
  version: number
  sql: string
  /** What SQL cannot say, in the same transaction, after it. */
  after?(db: Db): void
}

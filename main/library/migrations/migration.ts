/** One step of the schema. `version` is the `user_version` that the library has afterwards. */
export interface Migration {
  version: number
  sql: string
}

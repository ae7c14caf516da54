import type { Migration } from './migration.ts'

/** Steps of the history can lie in packs of many, compressed: their own texts are empty then, and `pack` says where they are. */
export const historyPacks: Migration = {
  version: 6,
  sql: `
CREATE TABLE history_pack (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sequence TEXT NOT NULL REFERENCES sequence (id) ON DELETE CASCADE,
  steps BLOB NOT NULL
) STRICT;
-- No foreign key: to drop a pack would have SQLite look through the whole history for it.
ALTER TABLE history ADD COLUMN pack INTEGER;
`,
}

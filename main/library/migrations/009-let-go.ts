import type { Migration } from './migration.ts'

/** Points of the history that the user let go of: gone for everybody at once, and deleted a few at a time. */
export const letGo: Migration = {
  version: 9,
  sql: `
CREATE TABLE let_go (
  sequence TEXT NOT NULL REFERENCES sequence (id) ON DELETE CASCADE,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (sequence, first)
) STRICT, WITHOUT ROWID;
`,
}

import type { Migration } from './migration.ts'

/**
 * What was asked for under a name and done: a client that never got the answer asks again, and it must not be done twice, also
 * where the program ended in between. Every step of the history says who made it.
 */
export const answered: Migration = {
  version: 12,
  sql: `
CREATE TABLE answered (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sequence TEXT NOT NULL,
  token TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
ALTER TABLE history ADD COLUMN made_by TEXT;
`,
}

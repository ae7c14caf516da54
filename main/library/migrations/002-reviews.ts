import type { Migration } from './migration.ts'

/** What was measured of a take. It can be measured again, so a row that is gone or old is no loss. */
export const reviews: Migration = {
  version: 2,
  sql: `
CREATE TABLE review (
  take TEXT PRIMARY KEY REFERENCES take (id),
  version INTEGER NOT NULL,
  summary TEXT NOT NULL,
  frames INTEGER NOT NULL,
  curves TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
`,
}

import type { Migration } from './migration.ts'

/** What is to become of the film when a job is done, and when somebody last looked at the queue. */
export const followUps: Migration = {
  version: 4,
  sql: `
ALTER TABLE job ADD COLUMN follow_up TEXT;

CREATE TABLE attended (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  at INTEGER NOT NULL
) STRICT;
`,
}

import type { Migration } from './migration.ts'

/** Runs lie in longer runs, which move them too: `parent` is the key of that run. One on each track lies in none and holds all. */
export const runsOfRuns: Migration = {
  version: 10,
  sql: `
ALTER TABLE run ADD COLUMN parent INTEGER;
INSERT INTO run (sequence, track, key, shift)
  SELECT sequence, track, max(key) + 1, 0 FROM run GROUP BY sequence, track HAVING count(*) > 1;
UPDATE run SET parent = root.key FROM
  (SELECT sequence, track, max(key) AS key FROM run GROUP BY sequence, track HAVING count(*) > 1) AS root
  WHERE run.sequence = root.sequence AND run.track = root.track AND run.key < root.key;
`,
}

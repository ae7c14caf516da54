import type { Migration } from './migration.ts'

/** Lists of very many shots count their takes, and opening asks which takes are not reviewed: neither may read the takes for it. */
export const listIndexes: Migration = {
  version: 11,
  sql: `
CREATE INDEX take_kept ON take (shot, id) WHERE trashed_at IS NULL;
CREATE INDEX review_by_version ON review (version, take);
`,
}

import type { Migration } from './migration.ts'

const WORDS = (row: string): string => `${row}.name`
const MARKS = (row: string): string => `'ksequence r0 x0 f0 lnone bnone t' || (${row}.trashed_at IS NOT NULL)`

/** Sequences can lie in the trash, and are found like everything else. */
export const sequenceTrash: Migration = {
  version: 7,
  sql: `
ALTER TABLE sequence ADD COLUMN trashed_at INTEGER;

INSERT INTO catalog (kind, id) SELECT 'sequence', id FROM sequence ORDER BY created_at, id;
INSERT INTO catalog_search (rowid, words, marks)
  SELECT catalog.seq, ${WORDS('sequence')}, ${MARKS('sequence')} FROM sequence JOIN catalog ON catalog.id = sequence.id
  ORDER BY catalog.seq;
CREATE TRIGGER sequence_catalog_insert AFTER INSERT ON sequence BEGIN
  INSERT INTO catalog (kind, id) VALUES ('sequence', new.id);
  INSERT INTO catalog_search (rowid, words, marks)
    VALUES ((SELECT seq FROM catalog WHERE id = new.id), ${WORDS('new')}, ${MARKS('new')});
END;
CREATE TRIGGER sequence_catalog_update AFTER UPDATE OF name, trashed_at ON sequence BEGIN
  UPDATE catalog_search SET words = ${WORDS('new')}, marks = ${MARKS('new')}
    WHERE rowid = (SELECT seq FROM catalog WHERE id = new.id);
END;
CREATE TRIGGER sequence_catalog_delete AFTER DELETE ON sequence BEGIN
  DELETE FROM catalog_search WHERE rowid = (SELECT seq FROM catalog WHERE id = old.id);
  DELETE FROM catalog WHERE id = old.id;
END;
`,
}

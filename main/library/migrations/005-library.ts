import type { Migration } from './migration.ts'

/** What a bin, a shot, a take and a media file put into the index: words that a person types, and marks as tokens. */
const MARKS = {
  bin: `'kbin r0 f0 lnone x0 u0 t0 b' || coalesce(new.parent, 'none')`,
  shot: `'kshot r0 x0 t' || (new.trashed_at IS NOT NULL) || ' f' || new.favourite || ' l' || coalesce(new.label, 'none')
      || ' b' || coalesce(new.bin, 'none')`,
  take: `'ktake r' || new.rating || ' x' || new.rejected || ' t' || (new.trashed_at IS NOT NULL) || ' f' || new.favourite
      || ' l' || coalesce(new.label, 'none') || ' s' || new.shot
      || ' b' || coalesce((SELECT bin FROM shot WHERE shot.id = new.shot), 'none')`,
  imported: `'kmedia r' || new.rating || ' x0 t' || (new.trashed_at IS NOT NULL) || ' f' || new.favourite
      || ' l' || coalesce(new.label, 'none') || ' b' || coalesce(new.bin, 'none')`,
}
const WORDS = {
  bin: 'new.name',
  shot: `new.name || ' ' || new.prompt`,
  take: `(new.recipe ->> '$.prompt') || ' ' || (new.recipe ->> '$.seed')`,
  imported: 'new.name',
}
type Indexed = keyof typeof MARKS
const CHANGES: Readonly<Record<Indexed, string>> = {
  bin: 'name, parent',
  shot: 'name, prompt, bin, label, favourite, trashed_at',
  take: 'rating, rejected, label, favourite, trashed_at',
  imported: 'name, bin, label, favourite, rating, trashed_at',
}

function triggers(table: Indexed): string {
  const kind = table === 'imported' ? 'media' : table
  return `
CREATE TRIGGER ${table}_catalog_insert AFTER INSERT ON ${table} BEGIN
  INSERT INTO catalog (kind, id) VALUES ('${kind}', new.id);
  INSERT INTO catalog_search (rowid, words, marks)
    VALUES ((SELECT seq FROM catalog WHERE id = new.id), ${WORDS[table]}, ${MARKS[table]});
END;
CREATE TRIGGER ${table}_catalog_update AFTER UPDATE OF ${CHANGES[table]} ON ${table} BEGIN
  UPDATE catalog_search SET words = ${WORDS[table]}, marks = ${MARKS[table]}
    WHERE rowid = (SELECT seq FROM catalog WHERE id = new.id);
END;
CREATE TRIGGER ${table}_catalog_delete AFTER DELETE ON ${table} BEGIN
  DELETE FROM catalog_search WHERE rowid = (SELECT seq FROM catalog WHERE id = old.id);
  DELETE FROM catalog WHERE id = old.id;
END;
`
}

function fill(table: Indexed): string {
  const as = (text: string): string => text.replaceAll('new.', `${table}.`)
  return `
INSERT INTO catalog_search (rowid, words, marks)
  SELECT catalog.seq, ${as(WORDS[table])}, ${as(MARKS[table])} FROM ${table} JOIN catalog ON catalog.id = ${table}.id
  ORDER BY catalog.seq;
`
}

/** Bins in use, marks, the trash, imported media, and one index over all that can be found. */
export const libraryOfMedia: Migration = {
  version: 5,
  sql: `
ALTER TABLE shot ADD COLUMN label TEXT;
ALTER TABLE shot ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1));
ALTER TABLE shot ADD COLUMN trashed_at INTEGER;
ALTER TABLE take ADD COLUMN label TEXT;
ALTER TABLE take ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1));
ALTER TABLE take ADD COLUMN trashed_at INTEGER;
-- The file that was put in the place of one that is lost, and since when no row has named the file.
ALTER TABLE media ADD COLUMN replaced_by TEXT REFERENCES media (sha256);
ALTER TABLE media ADD COLUMN unnamed_since INTEGER;

CREATE TABLE imported (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL UNIQUE REFERENCES media (sha256),
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  info TEXT NOT NULL,
  proxy TEXT REFERENCES media (sha256),
  poster TEXT REFERENCES media (sha256),
  filmstrip TEXT REFERENCES media (sha256),
  filmstrip_frames INTEGER NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 0 AND 5),
  bin TEXT REFERENCES bin (id),
  label TEXT,
  favourite INTEGER NOT NULL CHECK (favourite IN (0, 1)),
  trashed_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

-- Every file that was put back, and how it differed from the one that was lost.
CREATE TABLE relink (
  seq INTEGER PRIMARY KEY,
  file TEXT NOT NULL REFERENCES media (sha256),
  found TEXT NOT NULL,
  path TEXT NOT NULL,
  way TEXT NOT NULL,
  differences TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE catalog (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX shot_by_bin ON shot (bin);
CREATE INDEX imported_by_bin ON imported (bin);
CREATE INDEX bin_by_parent ON bin (parent);
CREATE INDEX take_by_parent ON take (parent);
CREATE INDEX shot_by_picked ON shot (picked);
CREATE INDEX take_by_master ON take (master);
CREATE INDEX shot_trashed ON shot (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX take_trashed ON take (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX imported_trashed ON imported (trashed_at) WHERE trashed_at IS NOT NULL;

DROP TRIGGER shot_search_insert;
DROP TRIGGER shot_search_update;
DROP TRIGGER shot_search_delete;
DROP TRIGGER take_search_insert;
DROP TRIGGER take_search_delete;
DROP TABLE shot_search;
DROP TABLE take_search;

CREATE VIRTUAL TABLE catalog_search USING fts5 (words, marks, content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');

INSERT INTO catalog (kind, id) SELECT kind, id FROM (
  SELECT 'bin' AS kind, id, created_at, 0 AS part, 0 AS seq FROM bin
  UNION ALL SELECT 'shot', id, created_at, 1, seq FROM shot
  UNION ALL SELECT 'take', id, created_at, 2, seq FROM take
) ORDER BY created_at, part, seq;
${fill('bin')}${fill('shot')}${fill('take')}
${triggers('bin')}${triggers('shot')}${triggers('take')}${triggers('imported')}
-- Takes are found by the bin of their shot.
CREATE TRIGGER shot_catalog_bin AFTER UPDATE OF bin ON shot WHEN old.bin IS NOT new.bin BEGIN
  UPDATE take SET label = label WHERE shot = new.id;
END;
`,
}

import type { Migration } from './migration.ts'

/** Every table of the first library. Times are milliseconds since 1970; flags are 0 or 1. */
export const firstSchema: Migration = {
  version: 1,
  sql: `
CREATE TABLE project (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
  sequence TEXT NOT NULL REFERENCES sequence (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE bin (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  parent TEXT REFERENCES bin (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE media (
  sha256 TEXT PRIMARY KEY,
  mime TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pack (
  sha256 TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  first_used_at INTEGER NOT NULL
) STRICT;

CREATE TABLE shot (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  bin TEXT REFERENCES bin (id),
  name TEXT NOT NULL,
  prompt TEXT NOT NULL,
  picked TEXT REFERENCES take (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE take (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  shot TEXT NOT NULL REFERENCES shot (id),
  number INTEGER NOT NULL,
  job TEXT UNIQUE REFERENCES job (id),
  pack TEXT NOT NULL REFERENCES pack (sha256),
  recipe TEXT NOT NULL,
  recipe_sha256 TEXT NOT NULL,
  master TEXT NOT NULL REFERENCES media (sha256),
  proxy TEXT NOT NULL REFERENCES media (sha256),
  poster TEXT NOT NULL REFERENCES media (sha256),
  filmstrip TEXT NOT NULL REFERENCES media (sha256),
  filmstrip_frames INTEGER NOT NULL,
  frames INTEGER NOT NULL,
  rate_num INTEGER NOT NULL,
  rate_den INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 0 AND 5),
  rejected INTEGER NOT NULL CHECK (rejected IN (0, 1)),
  parent TEXT REFERENCES take (id),
  made_in_ms REAL,
  peak_bytes REAL,
  created_at INTEGER NOT NULL,
  UNIQUE (shot, number)
) STRICT;

CREATE TABLE sequence (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  rate_num INTEGER NOT NULL,
  rate_den INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  head INTEGER REFERENCES history (seq),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE track (
  sequence TEXT NOT NULL REFERENCES sequence (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (sequence, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
  sequence TEXT NOT NULL,
  id TEXT NOT NULL,
  track TEXT NOT NULL,
  name TEXT NOT NULL,
  shot TEXT REFERENCES shot (id),
  media TEXT REFERENCES media (sha256),
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  available INTEGER NOT NULL,
  PRIMARY KEY (sequence, id),
  FOREIGN KEY (sequence, track) REFERENCES track (sequence, id) ON DELETE CASCADE,
  CHECK ((shot IS NULL) <> (media IS NULL))
) STRICT, WITHOUT ROWID;

-- A tree: undo goes to the parent, redo to the child that was last left. A new edit after an undo starts a new
-- branch; the rows of the old one stay.
CREATE TABLE history (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sequence TEXT NOT NULL REFERENCES sequence (id) ON DELETE CASCADE,
  parent INTEGER REFERENCES history (seq),
  redo INTEGER REFERENCES history (seq),
  label TEXT NOT NULL,
  edit TEXT NOT NULL,
  forward TEXT NOT NULL,
  backward TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE job (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  payload TEXT NOT NULL,
  position REAL NOT NULL,
  progress REAL NOT NULL,
  stage TEXT NOT NULL,
  eta_ms REAL,
  attempts INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  resumable INTEGER NOT NULL CHECK (resumable IN (0, 1)),
  error_code TEXT,
  error_message TEXT,
  result TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER
) STRICT;

CREATE INDEX take_by_shot ON take (shot, number);
CREATE INDEX item_by_track ON item (sequence, track, start);
CREATE INDEX item_by_shot ON item (shot);
CREATE INDEX history_by_sequence ON history (sequence);
CREATE INDEX job_by_state ON job (state, position);

CREATE VIRTUAL TABLE shot_search USING fts5 (name, prompt, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE VIRTUAL TABLE take_search USING fts5 (prompt, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');

CREATE TRIGGER shot_search_insert AFTER INSERT ON shot BEGIN
  INSERT INTO shot_search (rowid, name, prompt) VALUES (new.seq, new.name, new.prompt);
END;
CREATE TRIGGER shot_search_update AFTER UPDATE OF name, prompt ON shot BEGIN
  UPDATE shot_search SET name = new.name, prompt = new.prompt WHERE rowid = new.seq;
END;
CREATE TRIGGER shot_search_delete AFTER DELETE ON shot BEGIN
  DELETE FROM shot_search WHERE rowid = old.seq;
END;
CREATE TRIGGER take_search_insert AFTER INSERT ON take BEGIN
  INSERT INTO take_search (rowid, prompt) VALUES (new.seq, new.recipe ->> '$.prompt');
END;
CREATE TRIGGER take_search_delete AFTER DELETE ON take BEGIN
  DELETE FROM take_search WHERE rowid = old.seq;
END;
`,
}

import { z } from 'zod'
import type { Migration } from './migration.ts'

/** What the first schema kept of an edit: clips that went and clips that came, by track. */
const OldPatch = z.object({
  items: z.array(z.object({ track: z.string(), remove: z.array(z.string()), put: z.array(z.unknown()) })),
})

/**
 * Clips lie in runs of neighbours, so that a ripple changes one small number a run; `usage` says what every sequence shows.
 * The history keeps operations in the place of patches, and all of a head that has no column lies in `extra`.
 */
export const timeline: Migration = {
  version: 3,
  sql: `
ALTER TABLE sequence ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';
ALTER TABLE track ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';
ALTER TABLE history ADD COLUMN gesture TEXT;
CREATE INDEX history_by_gesture ON history (gesture) WHERE gesture IS NOT NULL;

CREATE TABLE run (
  seq INTEGER PRIMARY KEY,
  sequence TEXT NOT NULL,
  track TEXT NOT NULL,
  key INTEGER NOT NULL,
  shift INTEGER NOT NULL,
  UNIQUE (sequence, track, key),
  FOREIGN KEY (sequence, track) REFERENCES track (sequence, id) ON DELETE CASCADE
) STRICT;

-- Apart from \`run\`, because a row is written whole and a ripple changes many shifts.
CREATE TABLE run_clips (
  run INTEGER PRIMARY KEY REFERENCES run (seq) ON DELETE CASCADE,
  clips TEXT NOT NULL
) STRICT;

CREATE TABLE marker (
  sequence TEXT NOT NULL REFERENCES sequence (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (sequence, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage (
  sequence TEXT NOT NULL REFERENCES sequence (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  shot TEXT REFERENCES shot (id),
  take TEXT REFERENCES take (id),
  media TEXT REFERENCES media (sha256),
  nested TEXT REFERENCES sequence (id),
  clips INTEGER NOT NULL CHECK (clips > 0),
  PRIMARY KEY (sequence, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_by_shot ON usage (shot);
CREATE INDEX usage_by_take ON usage (take);
CREATE INDEX usage_by_media ON usage (media);
CREATE INDEX usage_by_nested ON usage (nested);

INSERT INTO run (sequence, track, key, shift)
  SELECT DISTINCT sequence, track, place / 48, 0 FROM
    (SELECT sequence, track, row_number() OVER (PARTITION BY sequence, track ORDER BY start) - 1 AS place FROM item);
INSERT INTO run_clips (run, clips)
  SELECT run.seq, json_group_array(json(placed.clip) ORDER BY placed.place) FROM
    (SELECT sequence, track, row_number() OVER (PARTITION BY sequence, track ORDER BY start) - 1 AS place,
      json_object('id', id, 'name', name, 'source',
        iif(shot IS NULL, json_object('kind', 'media', 'media', media), json_object('kind', 'shot', 'shot', shot)),
        'start', start, 'length', length, 'offset', "offset", 'available', available) AS clip FROM item) AS placed
    JOIN run ON run.sequence = placed.sequence AND run.track = placed.track AND run.key = placed.place / 48
  GROUP BY run.seq;
INSERT INTO usage (sequence, source, shot, media, clips)
  SELECT sequence, iif(shot IS NULL, 'media:' || media, 'shot:' || shot), shot, media, count(*)
  FROM item GROUP BY sequence, shot, media;
DROP TABLE item;
`,
  after(db) {
    const rows = db.prepare<[], { seq: number; edit: string; forward: string; backward: string }>(
      `SELECT seq, edit, forward, backward FROM history WHERE forward <> ''`,
    )
    const write = db.prepare('UPDATE history SET edit = ?, forward = ?, backward = ? WHERE seq = ?')
    for (const { seq, edit, forward, backward } of rows.all()) {
      write.run(`[${edit}]`, operations(forward), operations(backward), seq)
    }
  },
}

/** A patch as operations: everything goes before anything comes, as a clip may have changed tracks. */
function operations(text: string): string {
  const { items } = OldPatch.parse(JSON.parse(text))
  return JSON.stringify([
    ...items.flatMap(({ track, remove }) => remove.map((clip) => ({ do: 'remove', track, clip }))),
    // What only changed its place must leave it before another clip takes it.
    ...items.flatMap(({ track, put }) => put.map((clip) => ({ do: 'remove', track, clip: idOf(clip) }))),
    ...items.flatMap(({ track, put }) => put.map((clip) => ({ do: 'put', track, clip }))),
  ])
}

function idOf(clip: unknown): string {
  return z.object({ id: z.string() }).parse(clip).id
}

import type { Migration } from './migration.ts'

/** The sound of imported media at the sample rates of the sequences: samples and peaks, or why they could not be made. */
export const sounds: Migration = {
  version: 8,
  sql: `
CREATE TABLE sound (
  media TEXT NOT NULL REFERENCES imported (id) ON DELETE CASCADE,
  sample_rate INTEGER NOT NULL,
  samples INTEGER NOT NULL,
  channels INTEGER NOT NULL CHECK (channels IN (1, 2)),
  pcm TEXT REFERENCES media (sha256),
  waveform TEXT REFERENCES media (sha256),
  trouble TEXT,
  PRIMARY KEY (media, sample_rate)
) STRICT;
`,
}

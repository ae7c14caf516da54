import type { z } from 'zod'
import { clearRange } from '../cut.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { layDown } from '../lay-down.ts'
import { clipEnd } from '../queries.ts'
import { InsertArgs } from './insert.ts'

export const OverwriteArgs = InsertArgs

/** Lays clips down at their start and replaces whatever was there; nothing else moves. */
export function overwrite(draft: Draft, { track, clip, splitId, more = [] }: z.infer<typeof OverwriteArgs>): void {
  const ids = idsFrom(splitId)
  const lanes = [{ track, clip }, ...more]
  for (const lane of lanes) clearRange(draft, lane.track, lane.clip.start, clipEnd(lane.clip), ids)
  layDown(draft, lanes)
}

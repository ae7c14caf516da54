import { z } from 'zod'
import { Sha256 } from '../generation/recipe.ts'
import { Id } from '../timeline/clip.ts'
import { Label, Marks } from './marks.ts'

export const HitKind = z.enum(['bin', 'shot', 'take', 'media', 'sequence'])
export type HitKind = z.infer<typeof HitKind>

/** What is looked for. All of it must be true at once; what is left out does not matter. */
export const SearchRequest = z.object({
  /** Every word must begin a word of a name, a prompt or a seed. */
  text: z.string().max(400).default(''),
  kinds: z.array(HitKind).max(5).optional(),
  /** This many stars or more. */
  rating: z.number().int().min(0).max(5).default(0),
  labels: z.array(Label).max(8).optional(),
  favourite: z.boolean().optional(),
  /** Shown in a sequence that is not in the trash; of a take: picked by a shot that is. */
  used: z.boolean().optional(),
  rejected: z.boolean().optional(),
  /** In this bin or one inside it; `none` for what lies in no bin. */
  bin: Id.or(z.literal('none')).optional(),
  /** Takes of this shot. */
  shot: Id.optional(),
  /** In the trash, or (left out) not. */
  trashed: z.boolean().default(false),
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: z.number().int().min(1).max(500).default(100),
  /** `next` of the page before. */
  after: z.number().int().optional(),
})
export type SearchRequest = z.output<typeof SearchRequest>
export type SearchInput = z.input<typeof SearchRequest>

/** One line of an answer: enough to draw it. */
export const Hit = Marks.extend({
  kind: HitKind,
  id: Id,
  name: z.string(),
  /** Of a take: its shot. */
  shot: Id.nullable(),
  bin: Id.nullable(),
  rating: z.number().int(),
  rejected: z.boolean(),
  used: z.boolean(),
  poster: Sha256.nullable(),
  createdAt: z.number(),
  trashedAt: z.number().nullable(),
})
export type Hit = z.infer<typeof Hit>

/** One page. `next` asks for the page after it; null where this is the last. */
export const SearchPage = z.object({ hits: z.array(Hit), next: z.number().int().nullable() })
export type SearchPage = z.infer<typeof SearchPage>

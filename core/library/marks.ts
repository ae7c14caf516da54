import { z } from 'zod'
import { Colour, Id } from '../timeline/clip.ts'

/** The colours that a shot, a take or a media file can be labelled with. */
export const Label = Colour
export type Label = z.infer<typeof Label>
export const LABELS = Label.options

/** What a person put on a shot, a take or a media file. */
export const Marks = z.object({ label: Label.nullable(), favourite: z.boolean() })
export type Marks = z.infer<typeof Marks>

/** Names something of the library that can be filed, marked and thrown away. */
export const EntryRef = z.object({ kind: z.enum(['shot', 'take', 'media']), id: Id })
export type EntryRef = z.infer<typeof EntryRef>

/** A list of entries as a call takes it. */
export const Entries = z.array(EntryRef).min(1).max(10_000)

/** Names what can lie in the trash: entries, and sequences. */
export const TrashRef = z.object({ kind: z.enum([...EntryRef.shape.kind.options, 'sequence']), id: Id })
export type TrashRef = z.infer<typeof TrashRef>

/** A list of them as a call takes it. */
export const TrashRefs = z.array(TrashRef).min(1).max(10_000)

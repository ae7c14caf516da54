/**
 * The project library: a folder with `library.sqlite` and its media.
 *
 * ```ts
 * const library = await openLibrary('/films/Kite.cortado', { create: { name: 'Kite' } })
 * const shot = library.shots.create({ prompt: 'a red kite over a grey sea' })
 * const job = library.jobs.add({ kind: 'generate', shot: shot.id, recipe })
 *
 * const raw = library.media.temporary('mkv') // ffmpeg writes here
 * const master = await library.media.adopt(raw, 'video/x-matroska') // hashed, synced, named, committed
 * const take = await library.takes.record({ job: job.id, shot: shot.id, recipe, master: master.sha256, ... })
 *
 * const { sequence, revision } = library.sequences.get(library.project.sequence)
 * library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args: { track, clip, splitId: newId() } }] })
 * library.sequences.undo(sequence.id)
 * library.search({ text: 'kite gre', rating: 3 }).hits // prefixes of words, and filters
 * library.close()
 * ```
 *
 * One process at a time has a project open. What a call has returned survives a crash and a power cut.
 */
export type { CompactionWish } from './compaction.ts'
export { newId } from './id.ts'
export type { Bins } from './bins.ts'
export type { Entries } from './entries.ts'
export type { AdoptedMedia, ImportedStore } from './imported.ts'
export type { JobChange, JobStore } from './jobs.ts'
export type { MediaStore, StoredMedia } from './media.ts'
export { openLibrary } from './open.ts'
export type { Library } from './open.ts'
export { pendingPacks } from './pending-packs.ts'
export type { NewProject } from './project.ts'
export { createRecentProjects } from './recent.ts'
export type { RecentProject, RecentProjects } from './recent.ts'
export { recoverProject } from './recover/recover-project.ts'
export type { EditRequest, StepRequest, WalkRequest, OpenSequence, SequenceStore } from './sequence-store.ts'
export type { ShotStore } from './shots.ts'
export type { FinishedTake, TakeStore } from './takes.ts'

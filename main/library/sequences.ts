import { COMMANDS } from '../../core/commands/table.ts'
import { CortadoError } from '../../core/errors.ts'
import type { HistoryCompaction, HistoryPoint, SequenceEntry, SequenceStep } from '../../core/library/entities.ts'
import { ClipList } from '../../core/timeline/clip-list.ts'
import { difference } from '../../core/timeline/difference.ts'
import { duplicateSequence } from '../../core/timeline/duplicate-sequence.ts'
import { assertTouched } from '../../core/timeline/document.ts'
import { makeEdits } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { nestedSequence } from '../../core/timeline/nested-sequence.ts'
import { applyOperations } from '../../core/timeline/operation.ts'
import { rebase } from '../../core/timeline/rebase.ts'
import type { Change } from '../../core/timeline/footprint.ts'
import type { Since } from '../../core/timeline/rebase.ts'
import { refusal } from '../../core/timeline/refuse.ts'
import type { Sequence, SequenceHead } from '../../core/timeline/sequence.ts'
import { createAnswered } from './answered.ts'
import { compactionReport, createCompaction } from './compaction.ts'
import type { CompactionWish } from './compaction.ts'
import { createHistory } from './history.ts'
import type { Point } from './history.ts'
import { newId } from './id.ts'
import { labelOf, parseEdits } from './parse-edits.ts'
import { createSequenceRows } from './sequence-rows.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'

/** A sequence as edits see it, with its place in history. */
export interface OpenSequence {
  sequence: Sequence
  revision: number
  undoLabel: string | null
  redoLabel: string | null
  /** Who made what undo would take back, and when. */
  undoMade: { by: string | null; at: number } | null
}

/** How a client asks for a step. */
export interface StepRequest {
  /** What the client calls this request; it comes back in the step, and the same is not done twice. */
  token?: string | undefined
}

/** How a client asks for undo or redo. */
export interface WalkRequest extends StepRequest {
  /** The revision that the client saw: where others have changed the sequence since, undo would take back something else. */
  revision?: number | undefined
}

export interface EditRequest extends StepRequest {
  /** The revision that the client saw. An older one is rebased where the edits commute with what came in between. */
  revision: number
  /** All of them are made, as one step of the history, or none. */
  edits: readonly Edit[]
  /** Edits of one gesture are one step: each takes the place of the one before it, as if only it had been made. */
  gesture?: string | undefined
  /** What the client calls itself. */
  by?: string | undefined
  /** Writes what belongs to the edits, in their transaction. */
  also?: (() => void) | undefined
}

export interface SequenceStore {
  /** Every sequence that is not in the trash, oldest first. */
  list(): SequenceEntry[]
  /** A new, empty sequence with one video and one audio track. */
  create(head: SequenceHead): OpenSequence
  /** A sequence like another one, with ids and a history of its own. Throws `NOT_FOUND`. */
  duplicate(id: string, name: string): OpenSequence
  /** Also of one in the trash, which no call changes: those throw `EDIT_REFUSED`. Throws `NOT_FOUND`. */
  get(id: string): OpenSequence
  /** These were deleted. */
  forget(ids: readonly string[]): void
  /**
   * Makes edits and stores them with their inverse. Returns every step since the client's revision, its own last. Throws
   * `STALE_REVISION` where they do not commute with what others did since, `EDIT_REFUSED` where they cannot be made,
   * `INVALID_INPUT` where they are no edits.
   */
  edit(id: string, request: EditRequest): SequenceStep[]
  /** Throws `NOTHING_TO_UNDO`, and `STALE_REVISION` where the client did not see what it would take back. */
  undo(id: string, request?: WalkRequest): SequenceStep
  /** Throws `NOTHING_TO_REDO`, and `STALE_REVISION` likewise. */
  redo(id: string, request?: WalkRequest): SequenceStep
  /** Goes to any point of the history, also on another branch. Throws `NOT_FOUND`. */
  jump(id: string, step: number, request?: StepRequest): SequenceStep
  history(id: string, before: number | null, limit: number): HistoryPoint[]
  /**
   * Makes the history of a sequence smaller. Nothing of it is lost but what the wish names; `step` moves everybody on where
   * something was. Killed at any moment, it has dropped all that was asked or nothing.
   */
  compact(id: string, wish: CompactionWish): Promise<{ report: HistoryCompaction; step: SequenceStep | null }>
}

interface Loaded extends OpenSequence {
  head: Point
}

/** A step as it is remembered for clients that are behind. */
interface Recent extends Since {
  step: SequenceStep
  /** The sequence before it. */
  before: Sequence
}

/** How many steps behind a client can be and still have its edit rebased. */
const RECENT = 1000

/** Operations of a jump that are told as they are; more are told as what differs in the end. */
const LONG_WAY = 500

export function createSequenceStore(store: Store): SequenceStore {
  const { db } = store
  const rows = createSequenceRows(store)
  const history = createHistory(store)
  const compaction = createCompaction(store, history)
  const answered = createAnswered(store)
  const place = db.prepare<[string], { revision: number; head: number }>(
    'SELECT revision, head FROM sequence WHERE id = ?',
  )
  const setPlace = db.prepare<[number, string]>(
    'UPDATE sequence SET head = ?, revision = revision + 1 WHERE id = ? AND trashed_at IS NULL',
  )
  const insert = db.prepare(
    `INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
  )
  const entries = db.prepare<[], SequenceEntry>(
    `SELECT id, name, revision, created_at AS createdAt,
       (SELECT count(*) FROM usage JOIN sequence AS outer ON outer.id = usage.sequence
         WHERE usage.nested = sequence.id AND outer.trashed_at IS NULL) AS nestedIn
     FROM sequence WHERE trashed_at IS NULL ORDER BY created_at, id`,
  )
  const taken = db.prepare<[string], unknown>('SELECT 1 FROM catalog WHERE id = ?')
  // This process is the only writer, so what it loaded stays true until it writes.
  const cache = new Map<string, Loaded>()
  const recents = new Map<string, Recent[]>()

  const load = (id: string, known?: Sequence): Loaded =>
    store.read(() => {
      const at = place.get(id)
      const sequence = known ?? rows.load(id)
      if (!at || !sequence) {
        throw new CortadoError('NOT_FOUND', 'That sequence is not in this project. Open the project again.')
      }
      const head = history.point(at.head)
      return {
        head,
        sequence,
        revision: at.revision,
        undoLabel: head.parent === null ? null : head.label,
        redoLabel: head.redo === null ? null : history.point(head.redo).label,
        undoMade: head.parent === null ? null : { by: head.by, at: head.at },
      }
    })
  const get = (id: string): Loaded => {
    const loaded = cache.get(id) ?? load(id)
    cache.set(id, loaded)
    return loaded
  }
  const add = (sequence: Sequence): void => {
    const { name, rate, size } = sequence
    insert.run(sequence.id, name, rate.num, rate.den, size.width, size.height, Date.now())
    db.prepare('UPDATE sequence SET head = ? WHERE id = ?').run(history.root(sequence.id), sequence.id)
    rows.save(null, sequence)
  }
  /** One transaction that moves the sequence on; `record` returns the point of history that it then stands on. */
  const commit = (
    before: Loaded,
    change: Change & { next: Sequence; label: string; token?: string | undefined },
    record: () => number,
  ): SequenceStep => {
    const { id } = before.sequence
    store.write(() => {
      // A nest makes the sequence that its clip shows, so the record comes first.
      const point = record()
      rows.save(before.sequence, change.next)
      if (setPlace.run(point, id).changes === 0) {
        throw refusal('SEQUENCE_TRASHED', 'That sequence is in the trash. Take it back first; nothing was changed.')
      }
      if (change.token !== undefined) answered.add(id, change.token, before.revision + 1)
    })
    const loaded = load(id, change.next)
    cache.set(id, loaded)
    const step: SequenceStep = {
      sequence: id,
      from: before.revision,
      revision: loaded.revision,
      operations: [...change.forward],
      undoLabel: loaded.undoLabel,
      redoLabel: loaded.redoLabel,
      undoMade: loaded.undoMade,
      token: change.token ?? null,
    }
    const { forward, backward, ripples, label } = change
    const known = recents.get(id) ?? []
    recents.set(id, [...known.slice(1 - RECENT), { step, before: before.sequence, forward, backward, ripples, label }])
    return step
  }
  /** Goes to a point of the history. `led` gives redo its way there. */
  const go = (id: string, to: number, label: string, led: boolean, token?: string): SequenceStep => {
    const now = get(id)
    const { operations, meeting } = store.read(() => history.way(id, now.head.seq, to))
    const { sequence: next, inverse } = applyOperations(now.sequence, operations)
    // Over a long way most of what was done was undone again: everybody is told what differs, not how it came about.
    const long = operations.length > LONG_WAY
    const forward = long ? difference(now.sequence, next) : operations
    const backward = long ? applyOperations(now.sequence, forward).inverse : inverse
    try {
      assertTouched(next, operations)
    } catch (error) {
      // Our own history only leads to what an edit made.
      throw damaged(store.folder, error)
    }
    return commit(now, { next, forward, backward, ripples: null, label, token }, () => {
      if (led) history.leadTo(to, meeting)
      return to
    })
  }

  return {
    list: () => store.read(() => entries.all()),
    create(head) {
      const id = newId()
      const tracks = (['video', 'audio'] as const).map((kind) => ({
        id: newId(),
        kind,
        name: kind === 'video' ? 'V1' : 'A1',
      }))
      const [video, audio] = tracks.map((track) => track.id)
      const patch = { ...(video && { video }), ...(audio && { audio }) }
      store.write(() => add(openEmpty(id, { ...head, patch }, tracks)))
      return get(id)
    },
    duplicate(id, name) {
      const copy = duplicateSequence(get(id).sequence, { id: newId(), name, newId })
      store.write(() => add(copy))
      return get(copy.id)
    },
    get,
    forget(ids) {
      for (const id of ids) for (const known of [cache, recents]) known.delete(id)
    },
    edit(id, request) {
      const done = doneBefore(id, request.token)
      const behind = (recents.get(id) ?? []).filter((recent) => recent.step.from >= request.revision)
      if (done) return [...behind.map(({ step }) => step).filter(({ revision }) => revision < done.revision), done]
      const now = get(id)
      const edits = parseEdits(request.edits)
      const label = labelOf(edits)
      const { gesture = null, token, by = null } = request
      if (gesture !== null && now.head.gesture === gesture) {
        const own = amend(now, { edits, label, gesture, token, also: request.also })
        return [...behind.map(({ step }) => step), own]
      }
      if (gesture !== null && history.knows(id, gesture)) throw stale()
      const made =
        request.revision === now.revision
          ? makeEdits(now.sequence, edits)
          : rebase(sequenceAt(now, request.revision, behind), now.sequence, behind, edits)
      const { sequence: next, ...change } = made
      const step = known(() =>
        commit(now, { ...change, next, label, token }, () => {
          addNested(now.sequence, edits)
          request.also?.()
          return history.add(id, now.head.seq, { ...change, label, edits, gesture, by })
        }),
      )
      return [...behind.map((recent) => recent.step), step]
    },
    undo(id, { token, revision } = {}) {
      const done = doneBefore(id, token)
      if (done) return done
      const { parent, label } = asSeen(id, revision).head
      if (parent === null) throw new CortadoError('NOTHING_TO_UNDO', 'There is nothing to undo: no edit was made yet.')
      return go(id, parent, label, false, token)
    },
    redo(id, { token, revision } = {}) {
      const done = doneBefore(id, token)
      if (done) return done
      const { redo, label } = asSeen(id, revision).head
      if (redo === null) throw new CortadoError('NOTHING_TO_REDO', 'There is nothing to redo: this is the last edit.')
      return go(id, redo, label, false, token)
    },
    async compact(id, wish) {
      const now = get(id)
      const plan = compaction.plan(id, now.head.seq, wish)
      const before = compaction.measure(id)
      if (wish.dryRun === true) return { report: compactionReport(before, null, plan), step: null }
      const { sequence: next } = now
      const change = { next, forward: [], backward: [], ripples: [], label: COMMANDS['history.compact'].label }
      const drop = (): number => {
        compaction.drop(plan)
        return now.head.seq
      }
      const step = plan.gone.size === 0 ? null : commit(now, change, drop)
      await compaction.pack(id)
      compaction.shrink()
      return { report: compactionReport(before, compaction.measure(id), plan), step }
    },
    jump: (id, step, { token } = {}) => doneBefore(id, token) ?? go(id, step, 'a jump in the history', true, token),
    history(id, before, limit) {
      const { head } = get(id)
      return store
        .read(() => history.list(id, before, limit))
        .map((point) => ({ ...point, current: point.step === head.seq }))
    },
  }

  /** The step that a request led to before; without operations where it is not remembered. */
  function doneBefore(id: string, token: string | undefined): SequenceStep | undefined {
    const revision = token === undefined ? undefined : answered.revision(id, token)
    if (token === undefined || revision === undefined) return undefined
    const recent = recents.get(id)?.find(({ step }) => step.revision === revision)
    if (recent) return recent.step
    const { undoLabel, redoLabel, undoMade } = get(id)
    return { sequence: id, from: revision, revision, operations: [], undoLabel, redoLabel, undoMade, token }
  }

  /** The sequence, where the client knows it as it is. */
  function asSeen(id: string, revision: number | undefined): Loaded {
    const now = get(id)
    if (revision === undefined || revision === now.revision) return now
    throw new CortadoError(
      'STALE_REVISION',
      'Somebody else edited in the meantime, and this would take their edit back. Look at the sequence as it is now, and do it again.',
    )
  }

  function amend(
    now: Loaded,
    { edits, label, gesture, token, also }: Omit<EditRequest, 'revision'> & { label: string; gesture: string },
  ): SequenceStep {
    const { id } = now.sequence
    const { operations: back } = store.read(() => history.way(id, now.head.seq, now.head.parent ?? now.head.seq))
    const start = applyOperations(now.sequence, back)
    const made = makeEdits(start.sequence, edits)
    const forward = [...back, ...made.forward]
    const backward = [...made.backward, ...start.inverse]
    return known(() =>
      commit(now, { next: made.sequence, forward, backward, ripples: null, label, token }, () => {
        addNested(start.sequence, edits)
        also?.()
        history.amend(now.head.seq, { ...made, label, edits, gesture, by: now.head.by })
        return now.head.seq
      }),
    )
  }

  /** A nest needs the sequence that its clip shows: it is made of the clips as they are when the nest takes them. */
  function addNested(before: Sequence, edits: readonly Edit[]): void {
    for (const [index, edit] of edits.entries()) {
      if (edit.name !== 'nest') continue
      if (taken.get(edit.args.sequence) !== undefined) {
        throw refusal('ID_TAKEN', 'The project has something with that id already. Give the new sequence another one.')
      }
      add(nestedSequence(makeEdits(before, edits.slice(0, index)).sequence, edit.args))
    }
  }
}

function openEmpty(
  id: string,
  head: SequenceHead,
  tracks: { id: string; kind: 'video' | 'audio'; name: string }[],
): Sequence {
  return { id, ...head, tracks: tracks.map((track) => ({ ...track, items: ClipList.empty })), markers: [] }
}

/** The sequence as a client saw it. Throws `STALE_REVISION` where that is too long ago. */
function sequenceAt(now: Loaded, revision: number, behind: readonly Recent[]): Sequence {
  const [oldest] = behind
  if (!oldest || oldest.step.from !== revision || revision > now.revision) throw stale()
  return oldest.before
}

function stale(): CortadoError {
  return new CortadoError(
    'STALE_REVISION',
    'The sequence was changed elsewhere in the meantime. Look at it as it is now, and make the edit again.',
  )
}

/** A clip that shows what is not in the project is refused like any other edit that makes no sense. */
function known<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof CortadoError && error.code === 'NOT_FOUND')) throw error
    throw new CortadoError(
      'EDIT_REFUSED',
      'The shot or file that this clip shows is not in the project. Choose another one; nothing was changed.',
      { cause: error },
    )
  }
}

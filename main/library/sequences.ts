import { COMMANDS } from '../../core/commands/table.ts'
import { CortadoError } from '../../core/errors.ts'
import type { SequenceEntry, SequenceStep } from '../../core/library/entities.ts'
import { ClipList } from '../../core/timeline/clip-list.ts'
import { duplicateSequence } from '../../core/timeline/duplicate-sequence.ts'
import { assertTouched } from '../../core/timeline/document.ts'
import { makeEdits } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { nestedSequence } from '../../core/timeline/nested-sequence.ts'
import { applyOperations } from '../../core/timeline/operation.ts'
import { rebase } from '../../core/timeline/rebase.ts'
import type { Since } from '../../core/timeline/rebase.ts'
import { refusal } from '../../core/timeline/refuse.ts'
import type { Sequence, SequenceHead } from '../../core/timeline/sequence.ts'
import { createAnswered } from './answered.ts'
import { compactionReport, createCompaction, NOTHING } from './compaction.ts'
import type { Sizes } from './compaction.ts'
import { createHistory } from './history.ts'
import type { Point } from './history.ts'
import { newId } from './id.ts'
import { labelOf, parseEdits } from './parse-edits.ts'
import { createSequenceRows } from './sequence-rows.ts'
import type { EditRequest, OpenSequence, SequenceStore } from './sequence-store.ts'
import { createLettingGo } from './letting-go.ts'
import { atOnce, inSlices } from './slices.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'
import { proven, walk } from './walk.ts'
import type { Move } from './walk.ts'

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

export function createSequenceStore(store: Store): SequenceStore {
  const { db } = store
  const rows = createSequenceRows(store)
  const history = createHistory(store)
  const compaction = createCompaction(store, history)
  const answered = createAnswered(store)
  const lettingGo = createLettingGo(store)
  // What the project was closed or killed in the middle of.
  atOnce(lettingGo.clear())
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
  // Sequences that nothing may change just now.
  const busy = new Set<string>()

  const load = (id: string, known?: Sequence): Loaded =>
    store.read(() => {
      const at = place.get(id)
      const sequence = known ?? rows.load(id)
      if (!at || !sequence) throw gone()
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
  const commit = (before: Loaded, change: Move, record: () => number): SequenceStep => {
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
  /** What a change of a sequence starts from. */
  const free = (id: string): Loaded => {
    if (!busy.has(id)) return get(id)
    throw new CortadoError(
      'SEQUENCE_BUSY',
      'The sequence is on its way to another point of its history. Wait until it is there and try again.',
    )
  }
  /** What went wrong where a sequence was deleted, out of the trash, while work on it went on. */
  const lost = (id: string): CortadoError | null => (db.open && !store.read(() => place.get(id)) ? gone() : null)
  /** Work in slices that starts from how a sequence is: nothing changes it until the work has ended. */
  const alone = async <T>(id: string, work: (now: Loaded) => Generator<void, T>): Promise<T> => {
    const now = free(id)
    busy.add(id)
    try {
      return await inSlices(store, work(now))
    } catch (error) {
      throw lost(id) ?? error
    } finally {
      busy.delete(id)
    }
  }
  /** Takes the present step back, or makes the next one again; `to` is where that leads. */
  const go = (
    now: Loaded,
    to: number,
    seq: number,
    direction: 'forward' | 'backward',
    token: string | undefined,
  ): SequenceStep => {
    const forward = store.read(() => history.operations(seq, direction))
    const { sequence: next, inverse: backward } = applyOperations(now.sequence, forward)
    proven(store.folder, () => assertTouched(next, forward))
    return commit(now, { next, forward, backward, ripples: null, label: now.head.label, token }, () => to)
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
      const now = free(id)
      const edits = parseEdits(request.edits)
      const label = labelOf(edits)
      const { gesture = null, token, by = null } = request
      const goesOn = gesture !== null && now.head.gesture === gesture && now.head.redo === null
      if (goesOn) {
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
      const now = asSeen(id, revision)
      const { seq, parent } = now.head
      if (parent === null) throw new CortadoError('NOTHING_TO_UNDO', 'There is nothing to undo: no edit was made yet.')
      return go(now, parent, seq, 'backward', token)
    },
    redo(id, { token, revision } = {}) {
      const done = doneBefore(id, token)
      if (done) return done
      const now = asSeen(id, revision)
      const { seq, redo } = now.head
      if (redo === null) throw new CortadoError('NOTHING_TO_REDO', 'There is nothing to redo: this is the last edit.')
      if (store.read(() => history.point(redo)).parent !== seq) throw damaged(store.folder)
      return go(now, redo, redo, 'forward', token)
    },
    async compact(id, wish, letGo = (work) => work()) {
      get(id)
      let plan = NOTHING
      let before: Sizes | null = null
      const drop = function* (now: Loaded): Generator<void, SequenceStep | null> {
        before = yield* compaction.measure(id)
        plan = yield* lettingGo.plan(id, now.head.seq, wish)
        if (wish.dryRun === true || plan.gone === 0) return null
        const label = COMMANDS['history.compact'].label
        return commit(now, { next: now.sequence, forward: [], backward: [], ripples: [], label }, () => {
          lettingGo.letGo(id, plan)
          return now.head.seq
        })
      }
      const wished = wish.keepUndo !== undefined || wish.dropBranches === true
      const step = wished ? await letGo(() => alone(id, drop)) : null
      before ??= await inSlices(store, compaction.measure(id))
      if (wish.dryRun === true) return { report: compactionReport(before, null, plan), step }
      await inSlices(store, lettingGo.clear())
      await compaction.pack(id).catch((error: unknown) => {
        throw lost(id) ?? error
      })
      await inSlices(store, compaction.shrink())
      const after = await inSlices(store, compaction.measure(id))
      return { report: compactionReport(before, after, plan), step }
    },
    jump: async (id, to, { token } = {}) =>
      doneBefore(id, token) ??
      (await alone(id, function* (now) {
        const { led, ...walked } = yield* walk(store.folder, history, now.sequence, now.head.seq, to)
        return commit(now, { ...walked, ripples: null, label: 'a jump in the history', token }, () => {
          history.lead(led)
          return to
        })
      })),
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
    const now = free(id)
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
    const back = store.read(() => history.operations(now.head.seq, 'backward'))
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

function gone(): CortadoError {
  return new CortadoError('NOT_FOUND', 'That sequence is not in this project. Open the project again.')
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

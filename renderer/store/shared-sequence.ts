import type { ContractRouterClient } from '@orpc/contract'
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import { isAnswer, toTrouble } from '../api/trouble.ts'
import type { Trouble } from '../api/trouble.ts'
import type { Contract } from '../../core/contract/contract.ts'
import type { SequenceStep } from '../../core/library/entities.ts'
import { editLabel } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { madeBy } from './made-by.ts'
import type { Hand } from './made-by.ts'
import { EMPTY_SEQUENCE, loaded, markedSent, refused, reloaded, stepped, withPending } from './sequence-model.ts'
import type { Pending, Refusal, SequenceModel } from './sequence-model.ts'

export interface SequenceState extends SequenceModel {
  /** True while an edit, an undo or a redo is on its way to the disk. */
  saving: boolean
  /** Why the last edit is not on disk; null when all of them are. */
  unsaved: string | null
  /** Who edits here. */
  hand: Hand
}

/** A sequence that this window shares with others: what is shown, and the way of its edits to the studio. */
export interface SharedSequence {
  store: StoreApi<SequenceState>
  /** Opens a sequence, or none, once what is on its way to the one before has arrived; the one in front is read anew. */
  load(id: string | null): Promise<void>
  /**
   * Makes edits here at once and sends them, as one step of the history. Returns false, and tells why, where they cannot be
   * made. Where the studio refuses them, they are taken back here and the reason is told. Edits of one `gesture` each take the
   * place of the one before.
   */
  apply(edits: readonly Edit[], gesture?: string): boolean
  /** Takes the last edit back that is seen here when this is called, and nothing else. */
  undo(): void
  /** Makes the last undone edit again. */
  redo(): void
  /** Goes to a point of the history. */
  jump(step: number): void
  /** Resolves once nothing is on its way any more. */
  settled(): Promise<void>
  /** Steps may have been missed: reads the sequence in front anew, as soon as the studio answers. */
  catchUp(): void
  /** A step of any sequence, from the stream of events: drawn at once, or with the others of a moment that is full of them. */
  hear(step: SequenceStep): void
}

interface Means {
  client: { sequence: Pick<ContractRouterClient<Contract>['sequence'], 'get' | 'edit' | 'undo' | 'redo' | 'jump'> }
  hand: Hand
  newId(): string
  tell(trouble: Trouble): void
  wait(milliseconds: number): Promise<void>
  /** Opens the project again that a studio does not have open any more; false where that cannot be. */
  reopen(): Promise<boolean>
}

/** Something on its way to the studio. They go one at a time, in order. */
interface Errand {
  sequence: string
  token: string
  what: 'edit' | 'undo' | 'redo' | { jump: number }
  /** The revision that it was asked for on; null while what comes before it is on its way. */
  revision: number | null
  /** The call, once it was sent: sent again it is the same, so that the studio knows it. */
  call: (() => Promise<readonly SequenceStep[]>) | null
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5000
/** Least time from one drawing of the stream to the next: drawing takes longer than a step, and others can make many. */
const DRAW_MS = 32
const NOTHING = new Set(['NOTHING_TO_UNDO', 'NOTHING_TO_REDO'])
const RULES = new Set(['STALE_REVISION', 'EDIT_REFUSED'])

/** Words of what undo would take back, counting edits that are still on their way, and who made it where that was not here. */
export function undoLabel({ pending, confirmed, hand }: SequenceState): string | null {
  const last = pending.at(-1)?.edits.at(-1)
  if (last) return editLabel(last)
  if (!confirmed || confirmed.undoLabel === null) return null
  const who = confirmed.undoMade && madeBy(confirmed.undoMade, hand)
  return who === null ? confirmed.undoLabel : `${confirmed.undoLabel} (${who})`
}

export function shareSequence({ client, hand, newId, tell, wait, reopen }: Means): SharedSequence {
  const store = createStore<SequenceState>(() => ({ ...EMPTY_SEQUENCE, saving: false, unsaved: null, hand }))
  const errands: Errand[] = []
  const heard: SequenceStep[] = []
  /** Steps that come while a document is read: it may be older than they are. */
  const reading = new Set<SequenceStep[]>()
  let drawing = false
  /** The sequence in front must be read anew; these wait for it. */
  let behind = false
  let readers: PromiseWithResolvers<void>[] = []
  let working: Promise<void> | null = null
  let pause = FIRST_WAIT_MS

  const work = (): void => {
    if (working) return
    store.setState({ saving: errands.length > 0 })
    working = workOff().finally(() => {
      working = null
      store.setState({ saving: false })
      // What came at the very end.
      if (errands.length > 0 || behind) work()
    })
  }
  async function workOff(): Promise<void> {
    for (let next = errands[0]; next || behind; next = errands[0]) {
      // What may be in the studio already must be known first, or it would be taken for somebody else's.
      if (behind && !next?.call) await readAnew()
      else if (next) await deliver(next)
    }
  }
  async function again(trouble: Trouble): Promise<void> {
    store.setState({ unsaved: trouble.message })
    await wait(pause)
    pause = Math.min(LONGEST_WAIT_MS, pause * 2)
  }

  async function deliver(errand: Errand): Promise<void> {
    errand.call ??= prepare(errand)
    if (!errand.call) return done(errand, errand.revision)
    try {
      const steps = await errand.call()
      pause = FIRST_WAIT_MS
      done(errand, steps.at(-1)?.revision ?? null)
      store.setState({ unsaved: null })
      take(steps)
    } catch (error) {
      const trouble = toTrouble(error)
      if (!isAnswer(error)) return await again(trouble)
      if (trouble.code === 'NO_PROJECT' && (await reopen())) return
      settle(errand, trouble)
    }
  }

  /** The call of an errand as it will be sent; null where there is nothing to send any more. */
  function prepare({ sequence: id, token, what, revision }: Errand): Errand['call'] {
    const { confirmed, pending } = store.getState()
    const seen = revision ?? confirmed?.revision ?? 0
    if (what === 'undo') return async () => [await client.sequence.undo({ id, revision: seen, token })]
    if (what === 'redo') return async () => [await client.sequence.redo({ id, revision: seen, token })]
    if (what !== 'edit') return async () => [await client.sequence.jump({ id, step: what.jump, token })]
    const mine = pending.find((one) => one.token === token)
    if (!mine || !confirmed) return null
    store.setState((state) => markedSent(state, token))
    const request = { id, revision: confirmed.revision, edits: [...mine.edits], token, by: hand.name }
    return async () => (await client.sequence.edit({ ...request, gesture: mine.gesture })).steps
  }

  /** An errand is over; the next one was asked for on what it led to. */
  function done(errand: Errand, revision: number | null): void {
    const at = errands.indexOf(errand)
    if (at < 0) return
    errands.splice(at, 1)
    const next = errands[at]
    if (next) next.revision ??= revision
    store.setState({ saving: errands.length > 0 })
  }

  /** The studio said no. */
  function settle(errand: Errand, trouble: Trouble): void {
    const { revision } = store.getState().confirmed ?? { revision: null }
    drop(errand, revision)
    store.setState((state) => refused(state, errand.token))
    tell(trouble)
    if (RULES.has(trouble.code) || NOTHING.has(trouble.code)) {
      store.setState({ unsaved: null })
      return
    }
    store.setState({ unsaved: trouble.message })
    behind = true
  }

  /** Nothing came of an errand. An undo that was asked for next meant it, and must not take back anything else. */
  function drop(errand: Errand, revision: number | null): void {
    const next = errand.what === 'edit' ? errands[errands.indexOf(errand) + 1] : undefined
    if (next?.what === 'undo' || next?.what === 'redo') done(next, revision)
    done(errand, revision)
  }

  function tellRefusals(refusals: readonly Refusal[]): void {
    for (const { error, pending } of refusals) {
      const errand = errands.find(({ token }) => token === pending.token)
      if (errand) drop(errand, errand.revision)
      tell({ code: error.code, message: error.message })
    }
  }

  /** Steps from an answer, after those of the stream. One that comes both ways counts once. */
  function take(answered: readonly SequenceStep[]): void {
    const steps = [...heard.splice(0), ...answered]
    for (const during of reading) during.push(...steps)
    const { model, missed, refusals } = stepped(store.getState(), steps)
    store.setState(model)
    tellRefusals(refusals)
    if (!missed) return
    behind = true
    work()
  }

  function draw(): void {
    drawing = heard.length > 0
    take([])
    if (drawing) setTimeout(draw, DRAW_MS)
  }

  /** Reads a sequence, with the steps that came meanwhile. */
  async function read(
    id: string,
    put: (document: Awaited<ReturnType<typeof client.sequence.get>>) => void,
  ): Promise<void> {
    const during: SequenceStep[] = []
    reading.add(during)
    try {
      const document = await client.sequence.get({ id })
      put(document)
    } finally {
      reading.delete(during)
    }
    take(during)
  }

  async function readAnew(): Promise<void> {
    const id = store.getState().confirmed?.sequence.id
    behind = false
    const waiting = readers
    readers = []
    try {
      if (id !== undefined) {
        await read(id, (document) => {
          const { model, refusals } = reloaded(store.getState(), document)
          store.setState(model)
          tellRefusals(refusals)
        })
      }
      if (pause > FIRST_WAIT_MS) store.setState({ unsaved: null })
      pause = FIRST_WAIT_MS
      for (const one of waiting) one.resolve()
    } catch (error) {
      if (isAnswer(error)) {
        // Without it nothing is certain: keep what is shown and say so in the footer.
        store.setState({ unsaved: toTrouble(error).message })
      } else {
        behind = true
        await again(toTrouble(error))
      }
      for (const one of waiting) one.reject(error)
    }
  }

  /** Waits for what is on its way; more may have come meanwhile. */
  async function idle(): Promise<void> {
    await working
    if (errands.length > 0) await idle()
  }

  async function open(id: string): Promise<void> {
    await idle()
    let more = false
    await read(id, (document) => {
      // Edits of the one before that were made while this one was read go first.
      more = errands.length > 0
      if (!more) store.setState({ ...loaded(document), unsaved: null })
    })
    if (more) await open(id)
  }

  function send(what: Errand['what'], token: string): void {
    const { confirmed } = store.getState()
    if (!confirmed) return
    const revision = errands.length === 0 ? confirmed.revision : null
    errands.push({ sequence: confirmed.sequence.id, token, what, revision, call: null })
    store.setState({ saving: true })
    work()
  }

  return {
    store,
    async load(id) {
      if (id !== null && id === store.getState().confirmed?.sequence.id) {
        const reader = Promise.withResolvers<void>()
        readers.push(reader)
        behind = true
        work()
        await reader.promise
        return
      }
      if (id !== null) return await open(id)
      await idle()
      store.setState({ ...EMPTY_SEQUENCE, unsaved: null })
    },
    apply(edits, gesture) {
      const pending: Pending = { edits, token: newId(), ...(gesture !== undefined && { gesture }) }
      if (store.getState().shown === null) return false
      try {
        store.setState((state) => withPending(state, pending))
      } catch (error) {
        tell(toTrouble(error))
        return false
      }
      send('edit', pending.token)
      return true
    },
    undo: () => send('undo', newId()),
    redo: () => send('redo', newId()),
    jump: (step) => send({ jump: step }, newId()),
    settled: idle,
    catchUp() {
      behind = true
      work()
    },
    hear(step) {
      heard.push(step)
      if (!drawing) draw()
    },
  }
}

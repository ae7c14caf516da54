import { useEffect } from 'react'
import { client } from '../api/client.ts'
import { attempt } from './actions.ts'
import { findTake, isRead, withoutTakes, withRead } from './studio-state.ts'
import { studioStore } from './studio-store.ts'
import { uiStore } from './ui-store.ts'

/** A moment in which wishes come together, and those of what only passes by on the screen are taken back. */
const PAUSE_MS = 40
/** Shots that one call reads. */
const PAGE = 50
/** Shots whose takes are kept although nothing shows them; the longest unseen go first. */
const KEPT = 1000

/** Shots on the screen, by how many parts of the window show them. */
const held = new Map<string, number>()
/** Shots that are needed once, such as those that playback comes to. */
const passing = new Set<string>()
const onTheirWay = new Set<string>()
/** Shots with takes here, the longest unseen first. */
const seen = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

// A list that was read anew has takes of few shots only.
studioStore.subscribe((state, before) => {
  if (state.shots !== before.shots && held.size > 0) readSoon()
})

uiStore.subscribe(({ take }, before) => {
  if (take !== null && take !== before.take) void findSelected(take)
})

/** A take that was selected where its shot is not shown, such as in a report, is brought with its shot. */
async function findSelected(id: string): Promise<void> {
  if (findTake(studioStore.getState().shots, id)) return
  const found = await attempt(() => client.library.lineage({ id }))
  if (found) wantTakes([found.take.shot])
}

/** Has the takes of these shots read while the component is there. Shots are listed without them. */
export function useTakesOf(shots: readonly string[]): void {
  const names = shots.join(' ')
  useEffect(() => {
    if (names === '') return undefined
    const ids = names.split(' ')
    for (const id of ids) held.set(id, (held.get(id) ?? 0) + 1)
    readSoon()
    return () => {
      for (const id of ids) {
        const others = (held.get(id) ?? 1) - 1
        if (others > 0) held.set(id, others)
        else held.delete(id)
      }
    }
  }, [names])
}

/** Has the takes of these shots read, as far as they are not here. */
export function wantTakes(shots: Iterable<string>): void {
  for (const id of shots) passing.add(id)
  if (passing.size > 0) readSoon()
}

/** Shots whose takes must be there again when the list of shots was read anew. */
export function shotsInUse(): string[] {
  const selected = new Set(uiStore.getState().takes)
  const { shots } = studioStore.getState()
  const chosen = shots.filter((shot) => shot.takes.some(({ id }) => selected.has(id)))
  return [...new Set([...held.keys(), ...chosen.map(({ id }) => id)])]
}

function readSoon(): void {
  timer ??= setTimeout(() => {
    timer = undefined
    readWished()
  }, PAUSE_MS)
}

function readWished(): void {
  const wished = new Set([...held.keys(), ...passing])
  passing.clear()
  const missing = studioStore
    .getState()
    .shots.filter((shot) => wished.has(shot.id) && !isRead(shot) && !onTheirWay.has(shot.id))
    .map(({ id }) => id)
  for (let at = 0; at < missing.length; at += PAGE) void read(missing.slice(at, at + PAGE))
}

async function read(ids: readonly string[]): Promise<void> {
  for (const id of ids) onTheirWay.add(id)
  const answer = await attempt(() => client.library.read({ ids: [...ids] }))
  for (const id of ids) onTheirWay.delete(id)
  if (!answer) return
  for (const { id } of answer.shots) {
    seen.delete(id)
    seen.add(id)
  }
  // What is not in the answer is gone; the event that says so is on its way.
  const gone = new Set(ids.filter((id) => !answer.shots.some((shot) => shot.id === id)))
  studioStore.setState(({ shots }) => {
    const there = gone.size === 0 ? shots : shots.filter(({ id }) => !gone.has(id))
    return { shots: withoutTakes(withRead(there, answer.shots), unneeded()) }
  })
}

/** What may be forgotten of what was read. */
function unneeded(): Set<string> {
  const gone = new Set<string>()
  if (seen.size <= KEPT) return gone
  const used = new Set(shotsInUse())
  for (const id of seen) {
    if (seen.size - gone.size <= KEPT) break
    if (!used.has(id)) gone.add(id)
  }
  for (const id of gone) seen.delete(id)
  return gone
}

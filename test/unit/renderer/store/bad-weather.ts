import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { onTestFinished } from 'vitest'
import type { StudioEvent } from '../../../../core/contract/events.ts'
import type { Contract } from '../../../../core/contract/contract.ts'
import type { SequenceStep } from '../../../../core/library/entities.ts'
import type { Edit } from '../../../../core/timeline/edit.ts'
import { studioGrants } from '../../../../main/grants.ts'
import { createHandler } from '../../../../main/handler/index.ts'
import type { Handler } from '../../../../main/handler/index.ts'
import { openLibrary } from '../../../../main/library/index.ts'
import type { Library } from '../../../../main/library/index.ts'
import { createEventBus } from '../../../../main/studio/event-bus.ts'
import type { ProjectSession } from '../../../../main/studio/project-session.ts'
import { studioSequences } from '../../../../main/studio/studio-sequences.ts'
import { listen } from '../../../../renderer/api/events.ts'
import type { Trouble } from '../../../../renderer/api/trouble.ts'
import { shareSequence } from '../../../../renderer/store/shared-sequence.ts'
import type { SharedSequence } from '../../../../renderer/store/shared-sequence.ts'
import { fakeStudio } from '../../../fakes/studio.ts'
import { newLibrary } from '../../library/sample.ts'
import { clip } from '../../library/sample-clip.ts'

/** Numbers from 0 to 1 that a seed decides. */
export type Dice = () => number

/** Mulberry32: small, and the same everywhere. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Lets others run, as many times as the dice say. */
export async function pass(roll: Dice, most: number): Promise<void> {
  for (let turns = Math.floor(roll() * most); turns > 0; turns -= 1)
    await new Promise((resolve) => setImmediate(resolve))
}

/** The real main on a real library, behind its real handler, and how often something of the way to it goes wrong. */
export interface Main {
  library(): Library
  id: string
  shot: string
  /** Every step that was made, in order. */
  steps: SequenceStep[]
  /** A way to it of a client's own, which loses requests and answers until the weather is fine. */
  way(roll: Dice): (request: Request) => Promise<Response>
  fine: boolean
  /** Some points of the history; none while it is down. */
  points(): number[]
  /** Ends and starts again. What was told while it was down is lost to all, and so is what it had in mind. */
  restart(): Promise<void>
  lost: { requests: number; answers: number; streams: number; restarts: number }
}

export async function startMain(): Promise<Main> {
  let library = await newLibrary()
  onTestFinished(() => library.close())
  const { sequence: id } = library.project
  const shot = library.shots.create({ prompt: 'a kite' }).id
  const track = library.sequences.get(id).sequence.tracks.find(({ kind }) => kind === 'video')?.id ?? ''
  const edits = [0, 60, 120, 200, 300].map((start): Edit => ({
    name: 'overwrite',
    args: { track, clip: clip(shot, start, 48), splitId: 'split00000' },
  }))
  library.sequences.edit(id, { revision: 0, edits })
  let down = false
  const inside = new Set<Promise<Response>>()
  let stopping = new AbortController()
  const steps: SequenceStep[] = []
  const bus = createEventBus()
  const session = {
    get library() {
      return library
    },
    edited(step: SequenceStep) {
      steps.push(step)
      bus.publish({ type: 'sequence', ...step })
      return step
    },
    // There are no jobs here that could have ended meanwhile.
    catchUp: () => undefined,
  } as ProjectSession
  const fake = await fakeStudio()
  onTestFinished(() => fake.close())
  const studio = {
    ...fake,
    sequence: studioSequences(() => session, bus),
    events: (signal: AbortSignal) => bus.listen(AbortSignal.any([signal, stopping.signal])),
  }
  const handler: Handler = createHandler({ studio, grants: studioGrants(studio), rendererFolder: '', version: '0' })
  const main: Main = {
    library: () => library,
    id,
    shot,
    steps,
    fine: false,
    points: () => (down ? [] : library.sequences.history(id, null, 40).map(({ step }) => step)),
    lost: { requests: 0, answers: 0, streams: 0, restarts: 0 },
    way: (roll) => async (request) => {
      const unlucky = (chance: number): boolean => !main.fine && roll() < chance
      await pass(roll, 12)
      if (down || unlucky(0.05)) {
        main.lost.requests += 1
        throw new TypeError('fetch failed')
      }
      const { restarts } = main.lost
      if (request.url.endsWith('/events')) return await handler(request)
      const answer = handler(request)
      inside.add(answer)
      const response = await answer
      const text = await response.text()
      inside.delete(answer)
      await pass(roll, 12)
      if (restarts !== main.lost.restarts || unlucky(0.07)) {
        main.lost.answers += 1
        // Either nothing of it arrives, or a part.
        if (roll() < 0.5) throw new TypeError('terminated')
        return new Response(text.slice(0, text.length / 2), response)
      }
      return new Response(text, response)
    },
    async restart() {
      main.lost.restarts += 1
      down = true
      stopping.abort()
      // What it is about to write gets there, and nobody hears of it.
      await Promise.all(inside)
      library.close()
      await new Promise((resolve) => setTimeout(resolve, 5))
      library = await openLibrary(library.folder)
      stopping = new AbortController()
      down = false
    },
  }
  return main
}

export type Client = ContractRouterClient<Contract>

/** A client of its own. */
export function clientOf(main: Main, roll: Dice): Client {
  const way = main.way(roll)
  return createORPCClient(new RPCLink({ url: 'http://studio/rpc', fetch: (request) => way(request) }))
}

/** The part of a window that edits: its store, what it told its editor, and what it asked for under which name. */
export interface Page {
  shared: SharedSequence
  told: Trouble[]
  asked: Map<string, 'edit' | 'walk'>
  client: Client
  edit(edits: readonly Edit[], gesture?: string): void
  walk(way: (shared: SharedSequence) => void): void
}

let count = 0

/** Opens a page, whose stream of events comes late and breaks. */
export async function openPage(main: Main, roll: Dice): Promise<Page> {
  const told: Trouble[] = []
  const asked: Page['asked'] = new Map()
  let last = ''
  const client = clientOf(main, roll)
  const shared = shareSequence({
    client,
    hand: { name: `window ${(count += 1)}`, since: Date.now() },
    newId: () => (last = `token${(count += 1)}`),
    tell: (trouble) => told.push(trouble),
    wait: () => pass(roll, 40),
    reopen: async () => false,
  })
  const closed = new AbortController()
  onTestFinished(() => closed.abort())
  void listen(
    {
      connect: async (signal) => {
        const broken = new AbortController()
        const events = await client.system.events(undefined, { signal: AbortSignal.any([signal, broken.signal]) })
        return late(events)
        async function* late(stream: AsyncIterable<StudioEvent>): AsyncGenerator<StudioEvent> {
          for await (const event of stream) {
            await pass(roll, 16)
            if (!main.fine && roll() < 0.03) {
              main.lost.streams += 1
              broken.abort()
              throw new TypeError('network error')
            }
            yield event
          }
        }
      },
      onEvent(event) {
        if (event.type === 'ready') shared.catchUp()
        if (event.type === 'sequence') shared.hear(event)
      },
      onOnline: () => undefined,
      wait: () => pass(roll, 60),
    },
    closed.signal,
  )
  for (let open = false; !open;) {
    open = await shared.load(main.id).then(
      () => true,
      () => false,
    )
  }
  return {
    shared,
    told,
    asked,
    client,
    edit(edits, gesture) {
      if (shared.apply(edits, gesture)) asked.set(last, 'edit')
      else told.pop()
    },
    walk(way) {
      way(shared)
      asked.set(last, 'walk')
    },
  }
}

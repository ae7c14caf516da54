import * as fc from 'fast-check'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { z } from 'zod'
import { canonicalJson } from '../../core/canonical-json.ts'
import { COMMANDS } from '../../core/commands/table.ts'
import type { CommandId } from '../../core/commands/table.ts'
import type { HistoryPoint } from '../../core/library/entities.ts'
import { SequenceDocument, SequenceStep } from '../../core/library/entities.ts'
import { openSequence, sequenceData } from '../../core/timeline/document.ts'
import { makeEdits } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { applyOperations } from '../../core/timeline/operation.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { runCli } from '../support/cli.ts'
import { choice, toEdit } from '../unit/timeline/scripts.ts'
import type { Choice } from '../unit/timeline/scripts.ts'
import { makeTake } from './support/running-studio.ts'
import { shownSequence } from './support/shown-sequence.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

/** How long everybody edits, in seconds: CORTADO_SHARING=60 for a whole minute. */
const SECONDS = Number(process.env['CORTADO_SHARING'] ?? 10)
const SEED = Number(process.env['CORTADO_SHARING_SEED'] ?? 20_261_124)

let shot = ''
const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Shared' })
  shot = (await makeTake(studio, 'a red ball bounces in a field by day', { seed: 1, steps: 2 })).shot
})

/** A step that a client was told of as its own. */
interface Acknowledged {
  by: string
  made: 'edit' | 'walk'
  step: SequenceStep
  /** Edits of one gesture are one point of the history. */
  gesture?: string | undefined
}

const Steps = z.object({ steps: z.array(SequenceStep).min(1) })
const Walked = z.object({ json: SequenceStep })
const Edited = z.object({ json: Steps })
const Asked = z.object({ json: z.object({ token: z.string(), gesture: z.string().optional() }) })

/** Random edits, the same for a seed; `from` keeps the ids of clients apart. */
function* editsOf(seed: number, from: number, sequence: () => Sequence): Generator<Edit> {
  // A locked or dropped track would only have the pages refuse everything that follows.
  const calm = ({ name }: Choice): boolean => name !== 'changeTrack' && name !== 'removeTrack'
  const choices = fc.sample(choice.filter(calm), { seed, numRuns: 20_000 })
  for (const [index, one] of choices.entries()) {
    const edit = toEdit(sequence(), one, from + index)
    yield JSON.parse(JSON.stringify(edit).replaceAll('shot0001', shot)) as Edit
  }
}

/** The keys of a command as Playwright names them. */
function keysOf(command: CommandId): string {
  return (COMMANDS[command].keys[0] ?? '').replace('Mod', 'Control')
}

const PAGE_COMMANDS: readonly CommandId[] = [
  'clip.next',
  'clip.next',
  'clip.previous',
  'play.nextEdit',
  'play.previousEdit',
  'play.nextFrame',
  'play.nextFrame',
  'play.start',
  'clip.nudgeLeft',
  'clip.nudgeRight',
  'clip.nudgeRight',
  'clip.blade',
  'clip.trimIn',
  'clip.trimOut',
  'clip.append',
  'clip.insert',
  'clip.overwrite',
  'clip.lift',
  'clip.rippleDelete',
  'edit.undo',
  'edit.redo',
]

/** Opens the edit workspace in a page with a take selected, and notes every step that is acknowledged to it. */
async function openPage(by: string, acknowledged: Acknowledged[], beside?: Page): Promise<Page> {
  const page = beside ? await openWindow(beside) : await stage.browser.open()
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.replace('/rpc/sequence/', '')
    if (response.status() !== 200 || !/^(edit|undo|redo)$/.test(name)) return
    notes.push(
      response.json().then((body: unknown) => {
        if (name !== 'edit') return acknowledged.push({ by, made: 'walk', step: Walked.parse(body).json })
        const { token, gesture } = Asked.parse(response.request().postDataJSON()).json
        const step = Edited.parse(body).json.steps.find((one) => one.token === token)
        if (!step) throw new Error('an edit was acknowledged without its step')
        return acknowledged.push({ by, made: 'edit', step, gesture })
      }),
    )
  })
  await page.getByRole('button', { name: /^Project Shared/ }).waitFor()
  await page.keyboard.press('Control+2')
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
  await page
    .getByRole('complementary', { name: 'Takes' })
    .getByRole('button', { name: /^Take 1 of / })
    .click()
  return page
}
const notes: Promise<unknown>[] = []

/**
 * A window of its own: nobody types into a tab that lies behind another one, and where a test does, Chromium has that tab wait
 * for its answers for as long as keys come.
 */
async function openWindow(beside: Page): Promise<Page> {
  const opened = beside.context().waitForEvent('page')
  await beside.evaluate(() => void window.open(location.href, '_blank', 'noopener,popup'))
  const page = await opened
  await page.setViewportSize({ width: 1440, height: 900 })
  return page
}

async function editByKeys(page: Page, seed: number, until: number): Promise<void> {
  const commands = fc.sample(fc.constantFrom(...PAGE_COMMANDS), { seed, numRuns: 20_000 })
  for (const command of commands) {
    if (Date.now() > until) return
    await page.keyboard.press(keysOf(command))
    // Chromium puts everything else off while keys come without a pause, also the answers of the studio; nobody is that fast.
    await page.waitForTimeout(30)
  }
}

async function editByHttp(id: string, seed: number, until: number, acknowledged: Acknowledged[]): Promise<void> {
  const { origin, bearer } = stage.studio
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const url = `${origin}/api/sequences/${id}`
  const read = async (): Promise<{ sequence: Sequence; revision: number }> => {
    const { sequence, revision } = SequenceDocument.parse(await (await fetch(url, { headers })).json())
    return { sequence: openSequence(sequence), revision }
  }
  let known = await read()
  let count = 0
  for (const edit of editsOf(seed, 100_000, () => known.sequence)) {
    if (Date.now() > until) return
    const token = `http${(count += 1)}`
    const body = JSON.stringify({ revision: known.revision, edits: [edit], token })
    const answer = await fetch(`${url}/edit`, { method: 'POST', headers, body })
    if (answer.status === 200) {
      // What others did since comes with the answer: every third time it is left alone, so that edits come late.
      const { steps } = Steps.parse(await answer.json())
      const own = steps.at(-1)
      expect(own?.token).toBe(token)
      if (own) acknowledged.push({ by: 'http', made: 'edit', step: own })
      if (count % 3 !== 0) known = await caughtUp(known, steps)
    } else {
      const { data } = z.object({ data: z.object({ code: z.string() }) }).parse(await answer.json())
      expect(['STALE_REVISION', 'EDIT_REFUSED']).toContain(data.code)
      if (data.code === 'STALE_REVISION') known = await read()
    }
  }
}

async function caughtUp(
  { sequence, revision }: { sequence: Sequence; revision: number },
  steps: readonly SequenceStep[],
): Promise<{ sequence: Sequence; revision: number }> {
  let now = { sequence, revision }
  for (const step of steps) {
    expect(step.from).toBe(now.revision)
    now = { sequence: applyOperations(now.sequence, step.operations).sequence, revision: step.revision }
  }
  return now
}

async function editByCli(
  replica: { sequence: Sequence },
  seed: number,
  until: number,
  acknowledged: Acknowledged[],
): Promise<void> {
  for (const edit of editsOf(seed, 200_000, () => replica.sequence)) {
    // A process takes a while to start: it gets to make at least one edit, and begins none that makes no sense.
    if (Date.now() > until && acknowledged.some(({ by }) => by === 'cli')) return
    if (!makesSense(replica.sequence, edit)) continue
    const { code, last } = await cli('edit', '--edit', JSON.stringify(edit))
    if (code === 0) acknowledged.push({ by: 'cli', made: 'edit', step: Steps.parse(last).steps.at(-1) as SequenceStep })
    else
      expect(last).toMatchObject({
        error: { code: expect.stringMatching(/^(STALE_REVISION|EDIT_REFUSED)$/) as string },
      })
  }
}

function makesSense(sequence: Sequence, edit: Edit): boolean {
  try {
    makeEdits(sequence, [edit])
    return true
  } catch {
    // Refused by a rule, as the studio would.
    return false
  }
}

function cli(...args: string[]): ReturnType<typeof runCli> {
  const { origin, bearer } = stage.studio
  return runCli(['sequence', ...args, '--studio', origin, '--json'], stage.home, { CORTADO_BEARER: bearer })
}

/** Follows the stream of steps: what a client has that does nothing but listen. Gives up once the signal aborts. */
async function follow(
  replica: { sequence: Sequence; revision: number; steps: SequenceStep[] },
  signal: AbortSignal,
): Promise<void> {
  const events = await stage.studio.client.system.events(undefined, { signal })
  const listening = async (ready: () => void): Promise<void> => {
    for await (const event of events) {
      if (event.type === 'ready') ready()
      if (event.type !== 'sequence' || event.sequence !== replica.sequence.id) continue
      const { type: _type, ...step } = event
      Object.assign(replica, await caughtUp(replica, [step]))
      replica.steps.push(step)
    }
  }
  await new Promise<void>((resolve, reject) => {
    listening(resolve).catch((error: unknown) => {
      if (!signal.aborted) reject(error instanceof Error ? error : new Error(String(error)))
    })
  })
}

/** The labels of the points that these steps made, in order. */
function labelsOf(steps: readonly Acknowledged[]): (string | null)[] {
  const labels = new Map<string, string | null>()
  for (const { made, step, gesture } of steps) {
    if (made === 'edit') labels.set(gesture ?? String(step.revision), step.undoLabel)
  }
  return [...labels.values()]
}

windowTest('two pages, the command line and an HTTP client edit one sequence and end on the same bytes', async () => {
  const { client } = stage.studio
  const id = (await client.project.current()).project?.sequence ?? ''
  const bytes = async (): Promise<string> => canonicalJson((await client.sequence.get({ id })).sequence)
  const first = await client.sequence.get({ id })
  const replica = { sequence: openSequence(first.sequence), revision: first.revision, steps: [] as SequenceStep[] }
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  await follow(replica, stop.signal)

  const acknowledged: Acknowledged[] = []
  const front = await openPage('page 1', acknowledged)
  const pages = [front, await openPage('page 2', acknowledged, front)] as const
  await pages[0].keyboard.press(keysOf('clip.append'))
  await expect.poll(async () => (await client.sequence.get({ id })).revision).toBe(first.revision + 1)

  for (const page of pages) {
    // Only the page in front takes the pointer without delay; keys reach both.
    await page.bringToFront()
    await page
      .getByRole('group', { name: 'Tracks' })
      .getByRole('button', { name: /^Clip / })
      .first()
      .click()
  }

  const until = Date.now() + SECONDS * 1000
  await Promise.all([
    ...pages.map((page, index) => editByKeys(page, SEED + index, until)),
    editByHttp(id, SEED + 2, until, acknowledged),
    editByCli(replica, SEED + 3, until, acknowledged),
  ])

  for (const page of pages) await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
  const { revision } = await client.sequence.get({ id })
  await expect.poll(() => replica.revision).toBe(revision)
  await Promise.all(notes)
  const main = await bytes()
  for (const page of pages) await expect.poll(async () => canonicalJson(await shownSequence(page))).toBe(main)
  expect(canonicalJson(sequenceData(replica.sequence))).toBe(main)
  const shown = SequenceDocument.parse((await cli('show', id)).last)
  expect(canonicalJson(shown.sequence)).toBe(main)

  // Nobody's answer is missing from the stream, and nobody was told of another one's step as its own.
  const inOrder = acknowledged.toSorted((a, b) => a.step.revision - b.step.revision)
  expect(new Set(inOrder.map(({ step }) => step.revision)).size).toBe(inOrder.length)
  const streamed = new Map(replica.steps.map((step) => [step.revision, step]))
  for (const { step } of inOrder) expect(streamed.get(step.revision)).toEqual(step)
  expect(inOrder.map(({ step }) => step.revision)).toEqual(replica.steps.map((step) => step.revision))
  const by = new Set(inOrder.map((one) => one.by))
  expect([...by].sort()).toEqual(['cli', 'http', 'page 1', 'page 2'])

  // Each edit is a point of the history, in the order in which they were acknowledged.
  const points: HistoryPoint[] = []
  for (let page = await client.sequence.history({ id, limit: 1000 }); page.points.length > 0;) {
    points.push(...page.points)
    page = await client.sequence.history({ id, limit: 1000, before: points.at(-1)?.step ?? 0 })
  }
  const labels = points.map(({ label }) => label).reverse()
  expect(labels.slice(1)).toEqual(labelsOf(inOrder))

  // A refusal is a line in the console of Chromium, and nothing else went wrong.
  expect(stage.browser.troubles().filter((trouble) => !trouble.includes('status of 409'))).toEqual([])

  stop.abort()
  await stage.restart('kill')
  const { projects } = await stage.studio.client.project.recent()
  await stage.studio.client.project.open({ path: projects[0]?.path ?? '' })
  expect(canonicalJson((await stage.studio.client.sequence.get({ id })).sequence)).toBe(main)
  process.stdout.write(
    `sharing: ${inOrder.length} steps in ${SECONDS} s: ${[...by].map((who) => `${who} ${inOrder.filter((one) => one.by === who).length}`).join(', ')}; ${points.length - 1} points\n`,
  )
})

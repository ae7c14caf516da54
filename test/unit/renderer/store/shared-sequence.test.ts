import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { canonicalJson } from '../../../../core/canonical-json.ts'
import { openSequence, sequenceData } from '../../../../core/timeline/document.ts'
import type { Edit } from '../../../../core/timeline/edit.ts'
import { applyOperations } from '../../../../core/timeline/operation.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import { isAnswer } from '../../../../renderer/api/trouble.ts'
import { choice, toEdit } from '../../timeline/scripts.ts'
import type { Choice } from '../../timeline/scripts.ts'
import { clientOf, dice, openPage, pass, startMain } from './bad-weather.ts'
import type { Dice, Main, Page } from './bad-weather.ts'

/** How long there is bad weather, in seconds, and how it is: CORTADO_WEATHER=300 for five minutes of it. */
const SECONDS = Number(process.env['CORTADO_WEATHER'] ?? 4)
const SEED = Number(process.env['CORTADO_WEATHER_SEED'] ?? 20_261_124)
/** How long a spell lasts before everybody is looked at. */
const SPELL_MS = 1500

/** Random edits, the same for a seed; `from` keeps the ids of clients apart. */
function editsOf(seed: number, from: number, shot: string): (sequence: Sequence) => Edit {
  // A locked or dropped track would only have everybody refuse what follows; a rate is for an empty film.
  const calm = ({ name }: Choice): boolean => !['changeTrack', 'removeTrack', 'changeSequence'].includes(name)
  const choices = fc.sample(choice.filter(calm), { seed, numRuns: 4000 })
  let index = 0
  return (sequence) => {
    const edit = toEdit(sequence, choices[index % choices.length] as Choice, from + (index += 1))
    return JSON.parse(JSON.stringify(edit).replaceAll('shot0001', shot)) as Edit
  }
}

/** A person at a page, who sees what the page shows. */
async function person(
  main: Main,
  page: Page,
  roll: Dice,
  next: (seen: Sequence) => Edit,
  until: number,
): Promise<void> {
  for (let gesture = 0; Date.now() < until;) {
    const shown = page.shared.store.getState().shown
    const what = roll()
    if (!shown) throw new Error('the page shows nothing')
    if (what < 0.6) page.edit([next(shown)])
    else if (what < 0.7) {
      const clip = shown.tracks.flatMap((track) => [...track.items])[Math.floor(roll() * 8)]
      gesture += 1
      const id = `gesture${page.asked.size}x${gesture}`
      if (clip === undefined) continue
      for (let move = 0; move < 3; move += 1) {
        page.edit([{ name: 'setProperty', args: { clip: clip.id, property: 'opacity', value: 90 - move } }], id)
        await pass(roll, 6)
      }
    } else if (what < 0.85) page.walk((shared) => shared.undo())
    else if (what < 0.95) page.walk((shared) => shared.redo())
    else {
      const points = main.points()
      const point = points[Math.floor(roll() * points.length)]
      if (point !== undefined) page.walk((shared) => shared.jump(point))
    }
    await pass(roll, 30)
  }
}

/** A program that edits what it last read, asks again until it is answered, and never says the same twice. */
async function program(
  main: Main,
  name: string,
  roll: Dice,
  next: (seen: Sequence) => Edit,
  until: number,
): Promise<Set<string>> {
  const client = clientOf(main, roll)
  const acknowledged = new Set<string>()
  const answerOf = async <T>(call: () => Promise<T>): Promise<T | null> => {
    for (;;) {
      try {
        return await call()
      } catch (error) {
        if (isAnswer(error)) return null
      }
    }
  }
  for (let count = 0; Date.now() < until; count += 1) {
    const read = await answerOf(() => client.sequence.get({ id: main.id }))
    if (!read) throw new Error('the sequence is gone')
    await pass(roll, 30)
    const request = { id: main.id, revision: read.revision, edits: [next(openSequence(read.sequence))] }
    const token = `${name}-${count}`
    const made = await answerOf(() => client.sequence.edit({ ...request, token, by: 'a program' }))
    if (made) expect(made.steps.at(-1)?.token).toBe(token)
    if (made) acknowledged.add(token)
  }
  return acknowledged
}

const bytes = (sequence: Sequence | null): string => (sequence ? canonicalJson(sequenceData(sequence)) : '')

it(
  'has every window end on what the studio has, whatever is lost on the way',
  async () => {
    // A broken stream is a warning in the console of a page.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const main = await startMain()
    const begin = main.library().sequences.get(main.id)
    const roll = dice(SEED)
    const pages = [
      await openPage(main, dice(SEED + 1)),
      await openPage(main, dice(SEED + 2)),
      await openPage(main, dice(SEED + 3)),
    ]
    const nexts = [...pages, null].map((_, index) => editsOf(SEED + index, (index + 1) * 200_000, main.shot))
    const acknowledged = new Set<string>()
    const end = Date.now() + SECONDS * 1000
    let spells = 0
    for (; Date.now() < end || spells < 2; spells += 1) {
      main.fine = false
      const until = Date.now() + SPELL_MS
      const people = pages.map((page, index) =>
        person(main, page, dice(SEED + 10 + spells + index), nexts[index] as never, until),
      )
      const answers = program(main, `program${spells}`, dice(SEED + 90 + spells), nexts.at(-1) as never, until)
      await new Promise((resolve) => setTimeout(resolve, SPELL_MS * roll()))
      await main.restart()
      for (const token of await answers) acknowledged.add(token)
      await Promise.all(people)
      main.fine = true
      const calm = (): boolean => {
        const { revision } = main.library().sequences.get(main.id)
        return pages.every(({ shared: { store } }) => {
          const { saving, confirmed } = store.getState()
          return !saving && confirmed?.revision === revision
        })
      }
      await expect.poll(calm).toBe(true)
      for (const { shared } of pages) expect(shared.store.getState()).toMatchObject({ pending: [], unsaved: null })
      const truth = bytes(main.library().sequences.get(main.id).sequence)
      for (const { shared } of pages) {
        expect(bytes(shared.store.getState().shown)).toBe(truth)
        expect(bytes(shared.store.getState().confirmed?.sequence ?? null)).toBe(truth)
      }
    }
    // One step after the other, each told once, none done twice, and together they are what the studio has.
    const tokens = main.steps.flatMap(({ token }) => token ?? [])
    expect(new Set(tokens).size).toBe(tokens.length)
    const { revision, sequence } = main.library().sequences.get(main.id)
    expect(main.steps.map((step) => step.from)).toEqual(main.steps.map((_, index) => begin.revision + index))
    expect(revision).toBe(begin.revision + main.steps.length)
    const replayed = main.steps.reduce(
      (state, { operations }) => applyOperations(state, operations).sequence,
      begin.sequence,
    )
    expect(bytes(replayed)).toBe(bytes(sequence))
    // What was acknowledged was made; what was not made was told, once.
    const made = new Set(tokens)
    for (const token of acknowledged) expect(made).toContain(token)
    for (const { asked, told } of pages) {
      const unmade = [...asked].filter(([token]) => !made.has(token))
      const edits = unmade.filter(([, what]) => what === 'edit').length
      expect(told.length).toBeGreaterThanOrEqual(edits)
      expect(told.length).toBeLessThanOrEqual(unmade.length)
      expect(
        told
          .map(({ code }) => code)
          .filter((code) => !/^(STALE_REVISION|EDIT_REFUSED|NOTHING_TO_(UNDO|REDO))$/.test(code)),
      ).toEqual([])
    }
    if (SECONDS > 4) {
      const { requests, answers, streams, restarts } = main.lost
      const asked = pages.reduce((sum, page) => sum + page.asked.size, 0)
      const told = Map.groupBy(
        pages.flatMap((page) => page.told),
        ({ code }) => code,
      )
      console.info(
        `bad weather: ${main.steps.length} steps in ${SECONDS} s and ${spells} spells, ${asked} asked for by pages, ${acknowledged.size} by the program; told ${[...told].map(([code, list]) => `${code} ${list.length}`).join(', ')}; lost ${requests} requests, ${answers} answers, ${streams} streams, ${restarts} restarts`,
      )
    }
  },
  SECONDS * 2000 + 180_000,
)

/**
 * What an edit costs: `npm run bench:timeline -- [--rounds N] [--plot FILE] [--json]`. Every edit function on films of 500, 5,000 and 50,000
 * clips, edits on disk, opening and search, beside the two ways in which other editors keep a timeline. Docs: docs/speed.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { timeEdits } from './timeline/edits.ts'
import { plot } from './timeline/plot.ts'
import { timeProject } from './timeline/project.ts'
import { timeRivals } from './timeline/rivals.ts'

const SIZES = [500, 5000, 50_000]
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    plot: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)

// The first round is for the compiler.
timeEdits(500, 20)
timeRivals(500, 20)
const edits = SIZES.map((clips) => timeEdits(clips, rounds))
const rivals = SIZES.map((clips) => timeRivals(clips, Math.ceil(rounds / 5)))

const names = [...(edits[0]?.byName.keys() ?? [])]
line(
  'edit, p95 in ms',
  SIZES.map((clips) => `${clips} clips`),
)
for (const name of names)
  line(
    name,
    edits.map(({ byName }) => ms(byName.get(name))),
  )
line(
  'all edit functions',
  edits.map((one) => ms(one.p95)),
)
line(
  'arrays looked through',
  rivals.map((one) => ms(one.array)),
)
line(
  '… and a copy for undo',
  rivals.map((one) => ms(one.snapshot)),
)
line(
  'whole document as text',
  rivals.map((one) => ms(one.save)),
)

const projects = []
for (const clips of SIZES.slice(1)) projects.push(await timeProject(clips, 200))
line(
  '',
  projects.map(({ clips }) => `${clips} clips`),
)
line(
  'durable edit',
  projects.map(({ durable }) => ms(durable)),
)
line(
  'open',
  projects.map(({ open }) => ms(open)),
)
line(
  'memory, MB',
  projects.map(({ bytes }) => (bytes / 1e6).toFixed(1)),
)

if (values.plot !== undefined) {
  writeFileSync(
    values.plot,
    plot([
      { name: 'Cortado, all edits', colour: '#c8813b', points: edits.map((one) => [one.clips, one.p95]) },
      { name: 'arrays looked through', colour: '#5b8fb9', points: rivals.map((one) => [one.clips, one.array]) },
      { name: 'document snapshots', colour: '#b95b5b', points: rivals.map((one) => [one.clips, one.snapshot]) },
    ]),
  )
}

if (values.json) {
  const [small, middle, large] = edits.map((one) => one.p95)
  const last = projects.at(-1)
  const figures = {
    edit_p95_ms_500: small,
    edit_p95_ms_5000: middle,
    edit_p95_ms_50000: large,
    durable_p95_ms: last?.durable,
    open_ms: last?.open,
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

function line(name: string, cells: readonly string[]): void {
  process.stdout.write(`${name.padEnd(24)}${cells.map((cell) => cell.padStart(14)).join('')}\n`)
}

function ms(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(3)
}

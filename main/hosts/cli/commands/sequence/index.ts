import { CortadoError } from '../../../../../core/errors.ts'
import { defined, parse, PROJECT, rateOption, sizeOption, wholeNumber } from '../../args.ts'
import { openProject } from '../../session.ts'
import type { RemoteSession } from '../../session.ts'
import { readEdits } from './read-edits.ts'
import { compactionWords, historyTable, sequenceTable, stepWords } from './words.ts'

const OPTIONS = {
  ...PROJECT,
  studio: { type: 'string' },
  edit: { type: 'string', multiple: true, short: 'e' },
  revision: { type: 'string' },
  name: { type: 'string' },
  trashed: { type: 'boolean' },
  rate: { type: 'string' },
  size: { type: 'string' },
  limit: { type: 'string' },
  before: { type: 'string' },
  'keep-undo': { type: 'string' },
  'drop-branches': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const

type Values = ReturnType<typeof parse<typeof OPTIONS>>['values']
type Action = (session: RemoteSession, words: readonly string[], values: Values) => Promise<void>

const ACTIONS: Readonly<Record<string, { words: number; run: Action }>> = {
  list: { words: 0, run: list },
  create: { words: 1, run: create },
  duplicate: { words: 1, run: duplicate },
  trash: { words: 1, run: (session, [id]) => move(session, 'trash', id) },
  restore: { words: 1, run: (session, [id]) => move(session, 'restore', id) },
  show: { words: 1, run: show },
  edit: { words: 1, run: edit },
  undo: { words: 1, run: (session, [id]) => walk(session, 'undo', id) },
  redo: { words: 1, run: (session, [id]) => walk(session, 'redo', id) },
  history: { words: 1, run: history },
  jump: { words: 2, run: jump },
  compact: { words: 1, run: compact },
}

/** `sequence [list | create | duplicate | trash | restore | show | edit | undo | redo | history | jump | compact]`. */
export async function sequenceCommand(session: RemoteSession, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, 3)
  const [name = 'list', ...words] = positionals
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (!action) {
    throw new CortadoError('USAGE', `sequence knows ${Object.keys(ACTIONS).join(', ')}, not "${name}".`)
  }
  const extra = words[action.words]
  if (extra !== undefined) throw new CortadoError('USAGE', `"${extra}" is one word too many for sequence ${name}.`)
  // A studio that runs elsewhere may have its project open.
  if (values.project !== undefined || values.studio === undefined) await openProject(session, values.project)
  await action.run(session, words, values)
}

/** The sequence that was named, or the project's first one. */
async function idOf(session: RemoteSession, named: string | undefined): Promise<string> {
  if (named !== undefined) return named
  const { project } = await session.client.project.current()
  if (project) return project.sequence
  throw new CortadoError('NO_PROJECT', 'The studio has no project open. Name one: --project DIR.')
}

async function list(session: RemoteSession, _words: readonly string[], { trashed }: Values): Promise<void> {
  if (trashed === true) {
    const page = await session.client.library.search({ kinds: ['sequence'], trashed, limit: 500 })
    session.output.result(page, page.hits.map(({ id, name }) => `${id}  ${name}`).join('\n') || 'None is in the trash.')
    return
  }
  const result = await session.client.sequence.list()
  const rows = result.sequences.map(({ id, name, revision, nestedIn }) => {
    const nested = nestedIn > 0 ? `  nested in ${nestedIn}` : ''
    return `${id}  revision ${revision}  ${name}${nested}`
  })
  session.output.result(result, rows.join('\n'))
}

async function create(session: RemoteSession, [name]: readonly string[], values: Values): Promise<void> {
  if (name === undefined) throw new CortadoError('USAGE', 'Give the sequence a name: sequence create "Scene 2".')
  const format = defined({ rate: rateOption(values.rate), size: sizeOption(values.size) })
  const made = await session.client.sequence.create({ name, ...format })
  session.output.result(made, made.sequence.id)
}

async function duplicate(session: RemoteSession, [named]: readonly string[], { name }: Values): Promise<void> {
  const made = await session.client.sequence.duplicate({ id: await idOf(session, named), ...defined({ name }) })
  session.output.result(made, made.sequence.id)
}

/** To the trash or back. The first sequence is not meant where none is named: too much would go by a slip. */
async function move(session: RemoteSession, way: 'trash' | 'restore', named: string | undefined): Promise<void> {
  if (named === undefined) throw new CortadoError('USAGE', `Say which one: sequence ${way} ID.`)
  const entries = [{ kind: 'sequence' as const, id: named.replace(/^sequence:/, '') }]
  await session.client.library[way]({ entries })
  session.output.result({ entries }, way === 'trash' ? 'in the trash' : 'taken back')
}

async function show(session: RemoteSession, [named]: readonly string[]): Promise<void> {
  const document = await session.client.sequence.get({ id: await idOf(session, named) })
  session.output.result(document, sequenceTable(document))
}

async function edit(session: RemoteSession, [named]: readonly string[], values: Values): Promise<void> {
  const edits = await readEdits(values.edit ?? [])
  const id = await idOf(session, named)
  const revision = wholeNumber('revision', values.revision) ?? (await session.client.sequence.get({ id })).revision
  const result = await session.client.sequence.edit({ id, revision, edits, by: 'the command line' })
  session.output.result(result, result.steps.slice(-1).map(stepWords).join('\n'))
}

async function walk(session: RemoteSession, way: 'undo' | 'redo', named: string | undefined): Promise<void> {
  const step = await session.client.sequence[way]({ id: await idOf(session, named) })
  session.output.result(step, stepWords(step))
}

async function history(session: RemoteSession, [named]: readonly string[], values: Values): Promise<void> {
  const page = defined({ limit: wholeNumber('limit', values.limit), before: wholeNumber('before', values.before) })
  const result = await session.client.sequence.history({ id: await idOf(session, named), ...page })
  session.output.result(result, historyTable(result.points))
}

async function jump(session: RemoteSession, [text, named]: readonly string[]): Promise<void> {
  const step = wholeNumber('step', text)
  if (step === undefined)
    throw new CortadoError('USAGE', 'Say where to: sequence jump STEP, a number of "sequence history".')
  const made = await session.client.sequence.jump({ id: await idOf(session, named), step })
  session.output.result(made, stepWords(made))
}

async function compact(session: RemoteSession, [named]: readonly string[], values: Values): Promise<void> {
  const wish = defined({
    keepUndo: wholeNumber('keep-undo', values['keep-undo']),
    dropBranches: values['drop-branches'],
    dryRun: values['dry-run'],
  })
  const report = await session.client.sequence.compact({ id: await idOf(session, named), ...wish })
  session.output.result(report, compactionWords(report))
}

import { CortadoError } from '../../../../core/errors.ts'
import { EntryRef, LABELS, TrashRef } from '../../../../core/library/marks.ts'
import { choice, defined, parse, PROJECT } from '../args.ts'
import { sizeWords } from '../pack-words.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'

const OPTIONS = {
  ...PROJECT,
  label: { type: 'string' },
  favourite: { type: 'boolean' },
  'not-favourite': { type: 'boolean' },
  bin: { type: 'string' },
  yes: { type: 'boolean' },
} as const
type Values = ReturnType<typeof parse<typeof OPTIONS>>['values']

const ACTIONS: Readonly<
  Record<string, ((session: Session, words: readonly string[], values: Values) => Promise<void>) | undefined>
> = { duplicates, lineage, mark, file, trash, restore, 'empty-trash': emptyTrash }

/** `library [duplicates | lineage TAKE | mark | file | trash | restore ENTRY... | empty-trash]`. */
export async function libraryCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, Infinity)
  const [action = '', ...words] = positionals
  const run = ACTIONS[action]
  if (!run) throw new CortadoError('USAGE', `library knows ${Object.keys(ACTIONS).join(', ')}, not "${action}".`)
  await openProject(session, values.project)
  await run(session, words, values)
}

async function duplicates({ client, output }: Session): Promise<void> {
  const { groups } = await client.library.duplicates()
  const lines = groups.map(
    ({ bytes, entries }) => `${sizeWords(bytes)}  ${entries.map(({ kind, id }) => `${kind}:${id}`).join('  ')}`,
  )
  output.result({ groups }, lines.join('\n') || 'No two takes or media files are the same.')
}

async function lineage({ client, output }: Session, [id]: readonly string[]): Promise<void> {
  if (id === undefined) throw new CortadoError('USAGE', 'Say which take: library lineage TAKE.')
  const found = await client.library.lineage({ id: id.replace(/^take:/, '') })
  const line = (mark: string, { id, recipe }: { id: string; recipe: { prompt: string; operation: string } }): string =>
    `${mark} take:${id}  ${recipe.operation}  ${recipe.prompt}`
  output.result(
    found,
    [
      ...found.ancestors.toReversed().map((take) => line('from', take)),
      line('this', found.take),
      ...found.descendants.map((take) => line('to  ', take)),
    ].join('\n'),
  )
}

async function mark(session: Session, words: readonly string[], values: Values): Promise<void> {
  const label = choice('label', values.label, [...LABELS, 'none'] as const)
  const favourite = values.favourite === true ? true : values['not-favourite'] === true ? false : undefined
  if (label === undefined && favourite === undefined) {
    throw new CortadoError('USAGE', 'Say which mark: --label red, --label none, --favourite or --not-favourite.')
  }
  const entries = entriesOf(words)
  const change = { favourite, label: label === 'none' ? null : label }
  await session.client.library.mark({ entries, ...defined(change) })
  say(session, entries, 'marked')
}

async function file(session: Session, words: readonly string[], { bin }: Values): Promise<void> {
  if (bin === undefined) throw new CortadoError('USAGE', 'Say into which bin: --bin ID, or --bin none.')
  const entries = entriesOf(words)
  await session.client.library.file({ entries, bin: bin === 'none' ? null : bin })
  say(session, entries, 'filed')
}

async function trash(session: Session, words: readonly string[]): Promise<void> {
  const entries = entriesOf(words, TrashRef)
  await session.client.library.trash({ entries })
  say(session, entries, 'in the trash')
}

async function restore(session: Session, words: readonly string[]): Promise<void> {
  const entries = entriesOf(words, TrashRef)
  await session.client.library.restore({ entries })
  say(session, entries, 'taken back')
}

async function emptyTrash({ client, output }: Session, _words: readonly string[], { yes }: Values): Promise<void> {
  if (yes !== true) throw new CortadoError('USAGE', 'This deletes what is in the trash for good. Say so: --yes.')
  const emptied = await client.library.emptyTrash({ confirmed: true })
  const kept = emptied.kept.map(({ kind, id, reason }) => `kept ${kind}:${id}, ${reason}`)
  output.result(emptied, [`${emptied.removed} deleted`, ...kept].join('\n'))
}

/** Entries as `shot:ID`, `take:ID` and `media:ID`; what can be thrown away also as `sequence:ID`. Throws `USAGE`. */
function entriesOf(words: readonly string[]): EntryRef[]
function entriesOf(words: readonly string[], ref: typeof TrashRef): TrashRef[]
function entriesOf(words: readonly string[], ref: typeof EntryRef | typeof TrashRef = EntryRef): TrashRef[] {
  const kinds = ref.shape.kind.options.map((kind) => `${kind}:ID`).join(', ')
  if (words.length === 0) throw new CortadoError('USAGE', `Say which, once or more: ${kinds}.`)
  return words.map((word) => {
    const [kind, id] = word.split(':')
    const entry = ref.safeParse({ kind, id })
    if (entry.success) return entry.data
    throw new CortadoError('USAGE', `"${word}" is no entry. Write one of these: ${kinds}.`)
  })
}

function say({ output }: Session, entries: readonly TrashRef[], words: string): void {
  output.result({ entries }, `${entries.length} ${words}`)
}

import { CortadoError } from '../../../../core/errors.ts'
import type { Bin } from '../../../../core/library/bins.ts'
import { choice, parse, PROJECT } from '../args.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'

const OPTIONS = { ...PROJECT, parent: { type: 'string' }, contents: { type: 'string' } } as const

/** `bins [list | create NAME | rename ID NAME | move ID [--parent ID] | remove ID [--contents up|trash]]`. */
export async function binsCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, 3)
  const [action = 'list', word, name] = positionals
  const contents = choice('contents', values.contents, ['up', 'trash'] as const)
  const parent = values.parent ?? null
  const need = (text: string | undefined, example: string): string => {
    if (text !== undefined) return text
    throw new CortadoError('USAGE', `Say which: bins ${example}.`)
  }
  const { bins } = session.client
  const actions: Readonly<Record<string, () => Promise<Bin | null>>> = {
    list: async () => null,
    create: () => bins.create({ name: need(word, 'create "Day 1"'), parent }),
    rename: () => bins.rename({ id: need(word, 'rename ID NAME'), name: need(name, 'rename ID NAME') }),
    move: () => bins.move({ id: need(word, 'move ID --parent ID'), parent }),
    remove: async () => {
      await bins.remove({ id: need(word, 'remove ID'), ...(contents && { contents }) })
      return null
    },
  }
  const run = actions[action]
  if (!run) throw new CortadoError('USAGE', `bins knows ${Object.keys(actions).join(', ')}, not "${action}".`)
  await openProject(session, values.project)
  const bin = await run()
  if (bin !== null) return session.output.result(bin, `${bin.id}  ${bin.name}`)
  const { bins: all } = await bins.list()
  session.output.result({ bins: all }, tree(all, null, '').join('\n') || 'No bins yet. Make one: bins create "Day 1".')
}

/** One line a bin, those inside it further in. */
function tree(bins: readonly Bin[], parent: string | null, indent: string): string[] {
  return bins
    .filter((bin) => bin.parent === parent)
    .flatMap((bin) => [`${indent}${bin.id}  ${bin.name}  ${bin.entries}`, ...tree(bins, bin.id, `${indent}  `)])
}

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
  const { bins } = session.client
  const actions: Readonly<Record<string, { words: number; run(id: string, name: string): Promise<Bin | null> }>> = {
    list: { words: 0, run: async () => null },
    create: { words: 1, run: (words) => bins.create({ name: words, parent }) },
    rename: { words: 2, run: (id, words) => bins.rename({ id, name: words }) },
    move: { words: 1, run: (id) => bins.move({ id, parent }) },
    remove: { words: 1, run: (id) => bins.remove({ id, ...(contents && { contents }) }).then(() => null) },
  }
  const known = actions[action]
  if (!known) throw new CortadoError('USAGE', `bins knows ${Object.keys(actions).join(', ')}, not "${action}".`)
  if (positionals.length - 1 < known.words) {
    throw new CortadoError('USAGE', 'Say which: bins create NAME, rename ID NAME, move ID, remove ID.')
  }
  await openProject(session, values.project)
  const bin = await known.run(word ?? '', name ?? '')
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

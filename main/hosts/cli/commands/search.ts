import { CortadoError } from '../../../../core/errors.ts'
import { LABELS } from '../../../../core/library/marks.ts'
import { HitKind } from '../../../../core/library/search.ts'
import type { Hit } from '../../../../core/library/search.ts'
import { choice, defined, parse, PROJECT, wholeNumber } from '../args.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'

const OPTIONS = {
  ...PROJECT,
  kind: { type: 'string', multiple: true },
  label: { type: 'string', multiple: true },
  rating: { type: 'string' },
  favourite: { type: 'boolean' },
  used: { type: 'boolean' },
  unused: { type: 'boolean' },
  rejected: { type: 'boolean' },
  kept: { type: 'boolean' },
  trashed: { type: 'boolean' },
  bin: { type: 'string' },
  shot: { type: 'string' },
  order: { type: 'string' },
  limit: { type: 'string' },
  after: { type: 'string' },
} as const

/** `search ["WORDS"]`: what has all the words and marks, a page at a time. */
export async function searchCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, Infinity)
  const request = {
    text: positionals.join(' '),
    ...defined({
      kinds: values.kind?.map((word) => choice('kind', word, HitKind.options) ?? 'take'),
      labels: values.label?.map((word) => choice('label', word, LABELS) ?? 'red'),
      rating: wholeNumber('rating', values.rating),
      favourite: values.favourite,
      used: either('used', values.used, 'unused', values.unused),
      rejected: either('rejected', values.rejected, 'kept', values.kept),
      trashed: values.trashed,
      bin: values.bin,
      shot: values.shot,
      order: choice('order', values.order, ['newest', 'oldest'] as const),
      limit: wholeNumber('limit', values.limit),
      after: wholeNumber('after', values.after),
    }),
  }
  await openProject(session, values.project)
  const page = await session.client.library.search(request)
  const more = page.next === null ? [] : [`There is more: --after ${page.next}`]
  session.output.result(page, [...page.hits.map(hitWords), ...more].join('\n') || 'Nothing has these words and marks.')
}

/** True, false or undefined for two options of which at most one is given. Throws `USAGE` for both. */
function either(yes: string, isYes: boolean | undefined, no: string, isNo: boolean | undefined): boolean | undefined {
  if (isYes === true && isNo === true) throw new CortadoError('USAGE', `--${yes} and --${no} exclude each other.`)
  return isYes === true ? true : isNo === true ? false : undefined
}

function hitWords(hit: Hit): string {
  const marks = [
    '*'.repeat(hit.rating),
    hit.label ?? '',
    hit.favourite ? 'favourite' : '',
    hit.used ? 'used' : '',
    hit.rejected ? 'rejected' : '',
  ]
  return [`${hit.kind}:${hit.id}`, ...marks.filter((word) => word !== ''), hit.name].join('  ')
}

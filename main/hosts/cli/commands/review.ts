import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ErrorCode } from '../../../../core/errors.ts'
import { CortadoError } from '../../../../core/errors.ts'
import type { Review } from '../../../../core/review/entities.ts'
import { parse, PROJECT } from '../args.ts'
import { describeError } from '../failure.ts'
import { reviewWords } from '../review-words.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'

type Target = { file: string } | { take: string }
type Reviewed = Target & { review: Review | null; error: { code: ErrorCode; message: string } | null }

const OPTIONS = { ...PROJECT, list: { type: 'string' }, again: { type: 'boolean' } } as const

/**
 * `review FILE|TAKE...`: what is likely wrong in each video, or in takes of a project (all of them where none is named).
 * One that cannot be read is told and does not stop the others.
 */
export async function reviewCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, Infinity)
  if (values.project !== undefined) await openProject(session, values.project)
  const named = [...positionals, ...(await listed(values.list))]
  const targets: Target[] = named.map((name) =>
    values.project !== undefined && !existsSync(name) ? { take: name } : { file: resolve(name) },
  )
  if (values.project !== undefined && targets.length === 0) {
    targets.push(...(await session.client.library.takes({})).takes.map(({ id }) => ({ take: id })))
  } else if (targets.length === 0) {
    throw new CortadoError(
      'USAGE',
      'Say which videos: review clip.mp4 more/*.mkv. Or which takes: review --project DIR.',
    )
  }
  const reviews = await inParallel(targets, async (target): Promise<Reviewed> => {
    const reviewed = await reviewTarget(session, target, values.again === true)
    const findings = reviewed.review?.findings.map(({ kind }) => kind) ?? null
    session.output.event({ event: 'reviewed', ...target, findings })
    return reviewed
  })
  session.output.result({ reviews }, reviews.map(inWords).join('\n') || 'No takes yet.')
  if (reviews.some(({ error }) => error !== null)) process.exitCode = 1
}

async function reviewTarget(session: Session, target: Target, again: boolean): Promise<Reviewed> {
  const { client } = session
  try {
    const review =
      'file' in target ? client.review.file({ path: target.file }) : client.review.take({ id: target.take, again })
    return { ...target, review: await review, error: null }
  } catch (error) {
    return { ...target, review: null, error: describeError(error) }
  }
}

/** Paths of a list, one a line. */
async function listed(list: string | undefined): Promise<string[]> {
  if (list === undefined) return []
  const lines = list === '-' ? await text(process.stdin) : await readFile(resolve(list), 'utf8')
  return lines.split(/\r?\n/).filter((line) => line.trim() !== '')
}

/** Decoding runs in processes of its own, so a few files at once keep every core busy. Answers in the order asked. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length })
  const waiting = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism(), items.length) }, worker))
  return results
}

function inWords(reviewed: Reviewed): string {
  const name = 'file' in reviewed ? reviewed.file : reviewed.take
  const { review, error } = reviewed
  if (!review) return `${name}: ${error?.code ?? 'INTERNAL'}: ${error?.message ?? ''}`
  const found = review.findings.map(({ kind, from, to, words }) => `\n  ${kind}, frames ${from} to ${to}: ${words}`)
  return `${name}: ${review.frames} frames  ${reviewWords(review)}${found.join('')}`
}

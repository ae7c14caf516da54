import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ErrorCode } from '../../../../core/errors.ts'
import { CortadoError } from '../../../../core/errors.ts'
import type { Review } from '../../../../core/review/entities.ts'
import { parse } from '../args.ts'
import { describeError } from '../failure.ts'
import type { Session } from '../session.ts'

interface Reviewed {
  file: string
  review: Review | null
  error: { code: ErrorCode; message: string } | null
}

/** `review FILE...`: what is likely wrong in each video. One that cannot be read is told and does not stop the others. */
export async function reviewCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, { list: { type: 'string' } })
  const files = [...positionals, ...(await listed(values.list))].map((path) => resolve(path))
  if (files.length === 0) throw new CortadoError('USAGE', 'Say which videos: review clip.mp4 more/*.mkv.')
  const reviews = await inParallel(files, async (file): Promise<Reviewed> => {
    const reviewed = await reviewFile(session, file)
    session.output.event({
      event: 'reviewed',
      file,
      findings: reviewed.review?.findings.map(({ kind }) => kind) ?? null,
    })
    return reviewed
  })
  session.output.result({ reviews }, reviews.map(inWords).join('\n'))
  if (reviews.some(({ error }) => error !== null)) process.exitCode = 1
}

async function reviewFile(session: Session, file: string): Promise<Reviewed> {
  try {
    return { file, review: await session.client.review.file({ path: file }), error: null }
  } catch (error) {
    return { file, review: null, error: describeError(error) }
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

function inWords({ file, review, error }: Reviewed): string {
  if (!review) return `${file}: ${error?.code ?? 'INTERNAL'}: ${error?.message ?? ''}`
  const { figures, findings, still } = review
  const head = `${file}: ${review.frames} frames, ${still ? 'a still' : `motion ${figures.motion.toFixed(1)} %`}, flicker ${figures.flicker.toFixed(2)}, drift ${figures.drift.toFixed(1)}`
  const found = findings.map(({ kind, from, to, words }) => `\n  ${kind}, frames ${from} to ${to}: ${words}`)
  return `${head}${found.join('') || ', nothing found'}`
}

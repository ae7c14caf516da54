import type { Take } from '../../../../core/library/entities.ts'
import type { Job } from '../../../../core/generation/job.ts'
import { CortadoError } from '../../../../core/errors.ts'
import type { GenerateRequest } from '../../../../core/generation/request.ts'
import { defined, memoryOption, parse, PROJECT, deviceOption, realNumber, sizeOption, wholeNumber } from '../args.ts'
import { CHANGE, changeOf, filmOf, gridOf, promptsOf } from '../change.ts'
import { REFINEMENT, refinementOf } from '../refinement.ts'
import { reviewWords } from '../review-words.ts'
import { tellUnknownWords } from '../unknown-words.ts'
import { follow, openOrCreate, openProject } from '../session.ts'
import type { Session } from '../session.ts'

const OPTIONS = {
  ...PROJECT,
  ...REFINEMENT,
  ...CHANGE,
  prompt: { type: 'string' },
  negative: { type: 'string' },
  seed: { type: 'string' },
  takes: { type: 'string' },
  frames: { type: 'string' },
  size: { type: 'string' },
  steps: { type: 'string' },
  guidance: { type: 'string' },
  scheduler: { type: 'string' },
  match: { type: 'string' },
  pack: { type: 'string' },
  device: { type: 'string' },
  shot: { type: 'string' },
  memory: { type: 'string' },
  temporal: { type: 'boolean' },
  plan: { type: 'boolean' },
} as const

/** `generate "PROMPT"`: queues takes, follows them, and ends with their ids, masters and recipes. */
export async function generateCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, Infinity, true)
  const prompt = values.prompt ?? positionals.join(' ')
  const change = changeOf(values)
  const hasPrompt = prompt.trim() !== '' || values.like !== undefined || (change !== undefined && 'take' in change)
  if (!hasPrompt)
    throw new CortadoError('USAGE', 'Say what the shot shows: generate "a red ball bounces in a field by day".')
  const request: GenerateRequest = {
    prompt,
    ...defined({
      negativePrompt: values.negative,
      seed: wholeNumber('seed', values.seed),
      takes: wholeNumber('takes', values.takes),
      frames:
        change === undefined || change.operation === 'image-to-video'
          ? wholeNumber('frames', values.frames)
          : undefined,
      change,
      like: values.like,
      prompts: promptsOf(values.turn),
      grid: gridOf(values.grid),
      size: sizeOption(values.size),
      steps: wholeNumber('steps', values.steps),
      guidance: realNumber('guidance', values.guidance),
      scheduler: values.scheduler,
      match: realNumber('match', values.match),
      pack: values.pack,
      device: deviceOption(values.device),
      shot: values.shot,
      memoryBytes: memoryOption(values.memory),
      temporalDecoder: values.temporal,
      film: filmOf(values.film),
      refine: refinementOf(values),
    }),
  }
  // A request that names takes is about a project that is there.
  if (values.project !== undefined && (values.take ?? values.like) !== undefined) {
    await openProject(session, values.project)
  }
  const plan = await session.client.generation.plan(request)
  tellUnknownWords(session, plan.hints)
  for (const note of plan.notes) session.output.say(note)
  if (values.plan === true) {
    session.output.result({ plan }, [plan.summary, ...plan.thrift.map((words) => `  ${words}`)].join('\n'))
    return
  }
  const project = await openOrCreate(session, values.project, prompt.slice(0, 60))
  session.output.say(`${project.path}: ${plan.summary}`)
  for (const words of plan.thrift) session.output.say(`  ${words}`)
  const started = await session.client.generation.start(request)
  const jobs = await follow(session, started.jobs, prompt)
  const takes = await takesOf(session, jobs)
  for (const words of jobs.flatMap(({ result }) => result?.memory ?? [])) session.output.say(words)
  session.output.result(
    { takes },
    takes
      .toSorted((a, b) => a.rank - b.rank)
      .map(
        (take) => `${take.rank}. ${take.master}  seed ${take.seed}  ${take.frames} frames  ${reviewWords(take.review)}`,
      )
      .join('\n'),
  )
}

/** The finished takes of some jobs in the order of the jobs, measured, with their rank among each other: 1 is best. */
export async function takesOf(session: Session, jobs: readonly Job[]) {
  for (const { result } of jobs) {
    if (result?.take !== undefined) await session.client.review.take({ id: result.take })
  }
  const { takes } = await session.client.library.takes({ sort: 'rank' })
  const made = new Set(jobs.map((job) => job.result?.take))
  const ranked = takes.filter((take) => made.has(take.id))
  return Promise.all(
    jobs.map(async (job) => {
      const take = ranked.find(({ id }) => id === job.result?.take)
      if (!take)
        throw new CortadoError(
          'NOT_FOUND',
          'The take of a finished job is not in the library. Open the project and run "doctor".',
        )
      return { ...(await describeTake(session, take)), rank: ranked.indexOf(take) + 1 }
    }),
  )
}

/** A take as the command line prints it. `master` is the absolute path of the lossless file. */
export async function describeTake(session: Session, take: Take) {
  const file = await session.studio.media(take.master)
  return {
    id: take.id,
    shot: take.shot,
    prompt: take.recipe.prompt,
    master: file?.path ?? null,
    sha256: take.master,
    recipe: take.recipeSha256,
    seed: take.recipe.seed,
    frames: take.frames,
    size: take.size,
    rate: take.rate,
    parent: take.parent,
    rating: take.rating,
    review: take.review,
  }
}

import { randomBytes } from 'node:crypto'
import type { BriefShot } from '../../../../core/generation/brief.ts'
import type { Pack, Project, Shot, Take } from '../../../../core/library/entities.ts'
import { openSequence } from '../../../../core/timeline/document.ts'
import { convertFrames, frame, toSeconds } from '../../../../core/timeline/time.ts'
import { CortadoError } from '../../../../core/errors.ts'
import type { Refinement } from '../../../../core/generation/request.ts'
import { refinedTakeFor } from './refined-take.ts'
import { goOn, isOpen, madeBy } from './open-job.ts'
import { tellUnknownWords } from '../unknown-words.ts'
import type { Session } from '../session.ts'

export interface FilmShot {
  prompt: string
  take: string
  seed: number
  recipe: string
  master: string
}

/**
 * Makes the takes that a brief still lacks and puts its shots on the sequence, in order. Line n without a seed of its own
 * takes `seed + n`. Each take is refined if that is wished. Shots, waiting jobs and clips of an earlier, interrupted run are taken up again, never made twice.
 */
export async function assembleFilm(
  session: Session,
  project: Project,
  brief: readonly BriefShot[],
  { seed, refinement }: { seed: number; refinement: Refinement | undefined },
): Promise<FilmShot[]> {
  const pack = (await session.client.packs.list()).packs.find(
    ({ problem, refiner }) => problem === null && refiner === null,
  )
  if (!pack)
    throw new CortadoError('PACK_UNKNOWN', 'No model pack is installed. Put one into assets/models and try again.')
  const taken = new Set<string>()
  const films: FilmShot[] = []
  for (const [index, line] of brief.entries()) {
    const wishedSeed = line.seed ?? (seed + index) % 0x1_0000_0000
    const wishedFrames =
      line.seconds === null ? pack.frames.default : Math.ceil((line.seconds * pack.rate.num) / pack.rate.den)
    const frames = Math.max(pack.frames.min, wishedFrames)
    tellUnknownWords(session, (await session.client.generation.plan({ prompt: line.prompt, frames })).hints)
    const made = await takeFor(session, line, { seed: wishedSeed, frames, pack }, taken)
    taken.add(made.shot)
    const take = refinement === undefined ? made : await refinedTakeFor(session, made, refinement, line.prompt)
    await putOnSequence(session, project, take, line)
    films.push({
      prompt: line.prompt,
      take: take.id,
      seed: take.recipe.seed,
      recipe: take.recipeSha256,
      master: take.master,
    })
    session.output.event({ event: 'take', ...films.at(-1) })
  }
  return films
}

interface Wish {
  seed: number
  frames: number
  pack: Pack
}

async function takeFor(session: Session, line: BriefShot, wish: Wish, taken: ReadonlySet<string>): Promise<Take> {
  const fits = (recipe: Take['recipe']): boolean => recipe.prompt === line.prompt && isAsWished(recipe, wish)
  const { shots } = await session.client.library.shots()
  const finished = shots
    .filter((shot) => !taken.has(shot.id))
    .flatMap((shot) => shot.takes.filter((take) => fits(take.recipe)))[0]
  if (finished) return finished
  const { jobs } = await session.client.jobs.list()
  const unfinished = jobs.find(
    (job) => isOpen(job) && job.payload.kind === 'generate' && fits(job.payload.recipe) && !taken.has(job.payload.shot),
  )
  const started = unfinished
    ? [await goOn(session, unfinished)]
    : (await session.client.generation.start({ prompt: line.prompt, seed: wish.seed, frames: wish.frames })).jobs
  return madeBy(session, started, line.prompt)
}

/** A take of the same words but with other settings than a film's own is not taken for one: the film would differ. */
function isAsWished(recipe: Take['recipe'], { seed, frames, pack }: Wish): boolean {
  return (
    recipe.seed === seed &&
    recipe.frames === frames &&
    recipe.pack.sha256 === pack.sha256 &&
    recipe.negativePrompt === '' &&
    recipe.steps === pack.steps &&
    recipe.guidance === pack.guidance &&
    recipe.scheduler === pack.scheduler &&
    recipe.size.width === pack.size.default.width &&
    recipe.size.height === pack.size.default.height &&
    recipe.refine === undefined
  )
}

async function putOnSequence(session: Session, project: Project, take: Take, line: BriefShot): Promise<void> {
  const document = await session.client.sequence.get({ id: project.sequence })
  const { rate, tracks } = openSequence(document.sequence)
  const track = tracks.find(({ kind }) => kind === 'video')
  if (!track) throw new CortadoError('EDIT_REFUSED', 'The sequence has no track to put shots on. Make a new project.')
  if ([...track.items].some(({ source }) => source.kind === 'shot' && source.shot === take.shot)) return
  const shot = (await session.client.library.shots()).shots.find((candidate: Shot) => candidate.id === take.shot)
  const available = convertFrames(take.frames, take.rate, rate)
  const wished = line.seconds === null ? available : Math.round(line.seconds / toSeconds(1, rate))
  await session.client.sequence.edit({
    id: project.sequence,
    revision: document.revision,
    edits: [
      {
        name: 'append',
        args: {
          clips: [
            {
              track: track.id,
              clip: {
                id: randomBytes(8).toString('hex'),
                name: shot?.name ?? line.prompt,
                source: { kind: 'shot', shot: take.shot },
                start: frame(0),
                length: frame(Math.max(1, Math.min(available, wished))),
                offset: frame(0),
                available,
              },
            },
          ],
        },
      },
    ],
  })
}

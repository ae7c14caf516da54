import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import { parseBrief } from '../../../../core/generation/brief.ts'
import { parse, PROJECT, wholeNumber } from '../args.ts'
import { assembleFilm } from '../film/assemble.ts'
import { REFINEMENT, refinementOf } from '../refinement.ts'
import { openOrCreate } from '../session.ts'
import type { Session } from '../session.ts'
import { renderTo } from './render.ts'

const OPTIONS = {
  ...PROJECT,
  ...REFINEMENT,
  brief: { type: 'string' },
  out: { type: 'string', short: 'o' },
  seed: { type: 'string' },
  preset: { type: 'string' },
} as const

/** `film`: a brief in, a film out. Run again after a break, it goes on with the takes that are already there. */
export async function filmCommand(session: Session, args: readonly string[], sampleBrief: string): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, Infinity)
  const brief = parseBrief(await readBrief(values.brief ?? (positionals.join(' ') || undefined), sampleBrief))
  const out = resolve(values.out ?? 'film.mp4')
  const seed = wholeNumber('seed', values.seed)
  if (seed !== undefined && (seed < 0 || seed > 0xffff_ffff))
    throw new CortadoError('USAGE', '--seed takes a whole number from 0 to 4294967295.')
  const refinement = refinementOf(values)
  const project = await openOrCreate(session, values.project, basename(out, extname(out)))
  session.output.say(`project ${project.path}`)
  session.output.event({ event: 'project', path: project.path })
  const shots = await assembleFilm(session, project, brief, { seed: seed ?? randomInt(0x1_0000_0000), refinement })
  const film = await renderTo(session, out, values.preset)
  session.output.result({ ...film, project: project.path, shots }, film.film)
}

/** A file's text where `brief` names one, else the words themselves. */
async function readBrief(brief: string | undefined, sampleBrief: string): Promise<string> {
  if (brief === undefined) return readFile(sampleBrief, 'utf8')
  if (brief.trim() === '') return brief
  try {
    return await readFile(resolve(brief), 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EISDIR')
      throw new CortadoError(
        'BRIEF_INVALID',
        `"${brief}" is a folder. Name a text file, or write the brief itself in quotes.`,
        { cause: error },
      )
    // Words are not a path: one word with an ending such as .txt is a file that is missing, the rest is the brief itself.
    if (code === 'ENOENT' && /^\S+\.\w{1,5}$/.test(brief)) {
      throw new CortadoError(
        'NOT_FOUND',
        `There is no brief at "${brief}". Check the path, or write the brief itself in quotes.`,
        { cause: error },
      )
    }
    return brief
  }
}

import { CortadoError } from '../../../../core/errors.ts'
import { defined, parse, PROJECT, deviceOption } from '../args.ts'
import { REFINEMENT, refinementOf } from '../refinement.ts'
import { follow, openProject } from '../session.ts'
import type { Session } from '../session.ts'
import { takesOf } from './generate.ts'

const OPTIONS = { ...PROJECT, ...REFINEMENT, device: { type: 'string' }, plan: { type: 'boolean' } } as const

/** `refine TAKE`: a larger or smoother take beside the one that is named. */
export async function refineCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, 1)
  const [take] = positionals
  if (take === undefined) {
    throw new CortadoError('USAGE', 'Say which take: refine TAKE --upscale 2. The command "takes" lists them.')
  }
  const refinement = refinementOf(values)
  if (refinement === undefined) {
    throw new CortadoError(
      'USAGE',
      'Say what to do: --upscale 2 for a larger picture, --fps 24 for more frames, or both.',
    )
  }
  const request = { take, refinement, ...defined({ device: deviceOption(values.device) }) }
  await openProject(session, values.project)
  const plan = await session.client.refinement.plan(request)
  if (values.plan === true) {
    session.output.result({ plan }, plan.summary)
    return
  }
  session.output.say(plan.summary)
  const job = await session.client.refinement.start(request)
  const takes = await takesOf(session, await follow(session, [job], 'refine'))
  session.output.result(
    { takes },
    takes
      .map(({ id, master, size, frames }) => `${id}  ${size.width}x${size.height}  ${frames} frames  ${master}`)
      .join('\n'),
  )
}

import { parse } from '../args.ts'
import type { Session } from '../session.ts'

/** `doctor`: what works on this machine, and what to do about the rest. Fails (exit 1) when something is in trouble. */
export async function doctorCommand(session: Session, args: readonly string[]): Promise<void> {
  parse(args, {})
  const { checks } = await session.client.system.doctor()
  session.output.result(
    { checks },
    checks
      .map(
        (check) =>
          `${check.state.padEnd(8)} ${check.name}: ${check.detail}${check.advice === '' ? '' : `\n         ${check.advice}`}`,
      )
      .join('\n'),
  )
  if (checks.some((check) => check.state === 'trouble')) process.exitCode = 1
}

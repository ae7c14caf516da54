#!/usr/bin/env node
import { createRouterClient } from '@orpc/server'
import { errorCode, isUsageError } from '../../../core/errors.ts'
import { ALL_PATHS } from '../../grants.ts'
import { router } from '../../router.ts'
import { openStudio } from '../../studio/open-studio.ts'
import { COMMANDS } from './commands.ts'
import { describeError } from './failure.ts'
import { HELP } from './help.ts'
import { terminalOutput } from './output.ts'
import { remoteClient } from './remote.ts'

/** Runs one command. Exit codes: 0 done, 1 failed, 2 usage. */
async function main(argv: readonly string[]): Promise<void> {
  const [name, ...args] = argv
  const output = terminalOutput(args.includes('--json'))
  if (name === undefined || name === 'help' || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(`${HELP}\n`)
    process.exitCode = name === undefined ? 2 : 0
    return
  }
  const command = COMMANDS[name]
  if (!command) {
    fail(output.json, 'USAGE', `There is no command "${name}". Run "cortado --help" for the list.`)
    return
  }
  const address = studioOption(args)
  if (address !== undefined && command.runRemote) {
    await command.runRemote({ client: remoteClient(address, process.env['CORTADO_BEARER']), output }, args)
    return
  }
  const studio = await openStudio({ runJobs: command.runsJobs(args) })
  const leave = (): void => void studio.close().finally(() => process.exit(130))
  // A command that runs until it is interrupted ends well by it.
  if (!command.untilInterrupted) process.once('SIGINT', leave).once('SIGTERM', leave)
  try {
    const client = createRouterClient(router, { context: { studio, grants: ALL_PATHS } })
    await command.run({ client, studio, output }, args)
  } finally {
    await studio.close()
  }
}

/** What `--studio` names, before the command itself reads its options: it decides whether a studio is opened here. */
function studioOption(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^--studio(=|$)/.test(arg))
  return args[at]?.includes('=') ? args[at].slice('--studio='.length) : at < 0 ? undefined : args[at + 1]
}

function fail(json: boolean, code: string, message: string): void {
  process.exitCode = isUsageError(code as Parameters<typeof isUsageError>[0]) ? 2 : 1
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`)
  process.stderr.write(`${code}: ${message}\n`)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const { code, message } = describeError(error)
  if (process.env['CORTADO_DEBUG'] && errorCode(error) === 'INTERNAL') console.error(error)
  fail(process.argv.includes('--json'), code, message)
}

// Opens the studio: in Electron where it can be had, otherwise on a loopback address. `--help` lists the options.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CortadoError } from '../core/errors.ts'
import { openStudio } from '../main/studio/open-studio.ts'
import { buildDesktop } from './build/desktop.ts'
import { buildWindow } from './build/window.ts'
import { fetchElectron, findElectron, whyNoElectron } from './start/find-electron.ts'
import { runElectron } from './start/run-electron.ts'
import { startWeb } from './start/serve.ts'

const HELP = `npm start [-- options]: opens the studio

  --web            serve it on a loopback address even where Electron can be had
  --port N         the port to serve on
  --listen HOST    serve on another interface than loopback, such as 0.0.0.0; whoever has the address can use the studio
  --no-open        do not open a browser`

const root = join(import.meta.dirname, '..')

try {
  await main()
} catch (error) {
  const known = error instanceof CortadoError || (error instanceof TypeError && 'code' in error)
  process.stderr.write(`cortado: ${error instanceof Error ? (known ? error.message : error.stack) : String(error)}\n`)
  process.exitCode = known ? 2 : 1
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      web: { type: 'boolean' },
      port: { type: 'string' },
      listen: { type: 'string' },
      'no-open': { type: 'boolean' },
    },
  })
  if (values.help === true) {
    process.stdout.write(`${HELP}\n`)
    return
  }
  const port = values.port === undefined ? undefined : portNumber(values.port)
  await buildWindow(root)
  const wantsWeb =
    values.web === true || port !== undefined || values.listen !== undefined || values['no-open'] === true
  const reason = wantsWeb ? 'you asked for it' : await inElectron()
  if (reason === null) return
  const studio = await openStudio({ runJobs: true })
  await startWeb({ root, studio, reason, port, listen: values.listen, open: values['no-open'] !== true })
}

/** Runs the studio in Electron; null when that is done, else why it cannot be. */
async function inElectron(): Promise<string | null> {
  const reason = whyNoElectron(process.platform, process.env, process.getuid?.())
  if (reason !== null) return reason
  if (findElectron(root) === null) process.stdout.write('cortado: fetching Electron, once\n')
  const program = findElectron(root) ?? fetchElectron(root)
  if (program === null) return "Electron's program could not be fetched"
  await buildDesktop(root)
  process.stdout.write('Cortado is open in Electron.\n')
  return (await runElectron(program, root)) ? null : 'Electron did not start; what it said is above'
}

function portNumber(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new CortadoError('USAGE', `"${text}" is not a port. Use a number from 0 to 65535.`)
}

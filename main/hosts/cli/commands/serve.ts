import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import { assetsFolder } from '../../../studio/assets.ts'
import { serveStudio } from '../../web/serve.ts'
import { parse, PROJECT, wholeNumber } from '../args.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'

const OPTIONS = { ...PROJECT, port: { type: 'string' }, listen: { type: 'string' } } as const

/** `serve [--project DIR] [--port N] [--listen HOST]`: the studio over HTTP, until it is interrupted. */
export async function serveCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values } = parse(args, OPTIONS)
  const port = wholeNumber('port', values.port)
  if (port !== undefined && (port < 0 || port > 65_535)) {
    throw new CortadoError('USAGE', '--port takes a number from 0 to 65535.')
  }
  const rendererFolder = join(assetsFolder(), '..', 'dist', 'renderer')
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    throw new CortadoError('NOT_FOUND', 'The window is not built yet. Run "npm run build" once, then serve again.')
  }
  if (values.project !== undefined) await openProject(session, values.project)
  const bearer = process.env['CORTADO_BEARER']
  const door = await serveStudio({ studio: session.studio, rendererFolder, port, listen: values.listen, bearer })
  const interrupted = new Promise<void>((resolve) => {
    const end = (): void => resolve()
    process.once('SIGINT', end).once('SIGTERM', end)
  })
  const address = door.address()
  session.output.result(
    { address, origin: door.origin, bearer: door.bearer },
    `${address}\nThe address opens one browser, once. Scripts send "Authorization: Bearer ${door.bearer}". Ctrl-C ends it.`,
  )
  await interrupted
  await door.close()
}

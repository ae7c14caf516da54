// Serves the window on a studio in memory: `node test/fakes/serve.ts [--port N]`.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { serveStudio } from '../../main/hosts/web/serve.ts'
import { fakeStudio } from './studio.ts'

const { values } = parseArgs({ options: { port: { type: 'string' }, empty: { type: 'boolean' } } })
const studio = await fakeStudio({ tickMs: 250, footage: true })
if (!values.empty) await studio.project.sample()
const door = await serveStudio({
  studio,
  rendererFolder: resolve(import.meta.dirname, '../../dist/renderer'),
  port: values.port === undefined ? undefined : Number(values.port),
  bearer: process.env['CORTADO_BEARER'],
})
process.stdout.write(`${JSON.stringify({ address: door.address(), spare: door.address(), bearer: door.bearer })}\n`)
process.once('SIGINT', () => void door.close().then(() => studio.close()))

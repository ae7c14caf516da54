// The second half of the set-up, under the project's own Node: ffmpeg, CUDA libraries, and a Chromium for the tests.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { writeFileAtomic } from '../../main/files/index.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { aptInstall, canInstall } from './apt.ts'
import { fetchCuda } from './cuda.ts'
import { findChromium } from './find-chromium.ts'
import { vulkanLoader } from './vulkan-loader.ts'

const State = z.object({
  lock: z.string(),
  ffmpeg: z.string().nullable(),
  chromium: z.string().nullable(),
  /** What came of the CUDA download; a machine is tried once. */
  cuda: z.string().nullable(),
})
type State = z.infer<typeof State>

const root = join(import.meta.dirname, '..', '..')
const statePath = join(root, 'node_modules', '.cortado-setup.json')
const { values } = parseArgs({ options: { for: { type: 'string' }, quiet: { type: 'boolean' } } })

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const before = readState()
const state: State = {
  lock,
  ffmpeg: await ffmpeg(),
  chromium: values.for === 'test' ? chromium() : findChromium(),
  cuda: (before?.lock === lock ? before.cuda : null) ?? fetchCuda(root),
}
if (values.for === 'test') vulkan()
if (state.cuda !== null && state.cuda !== before?.cuda) say(state.cuda)
await writeFileAtomic(statePath, JSON.stringify(state))

function say(sentence: string): void {
  const stream = values.quiet === true ? process.stderr : process.stdout
  stream.write(`cortado: ${sentence}\n`)
}

function readState(): State | null {
  if (!existsSync(statePath)) return null
  const read = State.safeParse(JSON.parse(readFileSync(statePath, 'utf8')))
  return read.success ? read.data : null
}

async function ffmpeg(): Promise<string | null> {
  const first = await look()
  if (first.path !== null) return first.path
  if (canInstall()) {
    say('ffmpeg was not found; installing it with apt-get')
    if (aptInstall(['ffmpeg'])) return (await look()).path
  }
  say(first.problem)
  return null
}

async function look(): Promise<{ path: string | null; problem: string }> {
  try {
    return { path: (await findFfmpeg()).path, problem: '' }
  } catch (error) {
    return { path: null, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Tests run WebGPU on the software adapter that comes with Chromium; it is reached through the Vulkan loader. */
function vulkan(): void {
  if (vulkanLoader() !== null || !canInstall()) return
  say('the Vulkan loader was not found; installing it with apt-get for the WebGPU tests')
  if (!aptInstall(['libvulkan1'])) say('it could not be installed, so the WebGPU tests are skipped')
}

function chromium(): string | null {
  const first = findChromium()
  if (first !== null) return first
  if (canInstall()) {
    say('no Chromium was found; installing it with apt-get for the end-to-end tests')
    if (aptInstall(['chromium', 'fonts-dejavu-core'])) return findChromium()
  }
  say('no Chromium was found, so the end-to-end tests are skipped; install one, or name one with CORTADO_CHROMIUM')
  return null
}

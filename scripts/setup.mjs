// Sets the project up before a command runs: `node scripts/setup.mjs --for start|test|film|cortado|conformance [--quiet]`.
// It runs under the machine's own Node 20 or newer, with nothing installed, so it is plain JavaScript without imports
// from packages. What needs packages is in setup/tools.ts, which runs under the project's Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const purpose = argument('--for') ?? 'start'
/** In a container the driver shows as devices only. */
const DRIVER_SIGNS = ['/proc/driver/nvidia/version', '/dev/nvidiactl']
const quiet = process.argv.includes('--quiet')
const isWindows = process.platform === 'win32'
const node = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')

if (Number(process.versions.node.split('.')[0]) < 20) {
  stop(
    `Cortado is set up with Node 20 or newer; this is Node ${process.versions.node}. Install a newer one from nodejs.org and try again.`,
  )
}
const reason = whyInstall()
if (reason !== null) install(reason)
if (!isSetUp()) prepareTools()

function argument(name) {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

function say(sentence) {
  // Commands whose output is data keep stdout for it.
  if (quiet) process.stderr.write(`cortado: ${sentence}\n`)
  else process.stdout.write(`cortado: ${sentence}\n`)
}

function stop(sentence) {
  process.stderr.write(`cortado: ${sentence}\n`)
  process.exit(1)
}

/** Why packages must be installed; null when node_modules holds what the lock says. */
function whyInstall() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return 'the packages are not installed yet'
  if (!existsSync(node)) return "the project's own Node is missing"
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const found = present[path]
    if (!found && entry.optional !== true && entry.devOptional !== true && entry.peer !== true)
      return `${path} is missing`
    if (found && found.version !== entry.version) return `${path} is not the version of the lock`
  }
  return null
}

function install(why) {
  say(`installing the packages with npm ci, because ${why}`)
  const npm = process.env['npm_execpath']
  // The node that runs npm outlives node_modules; the one inside is about to be replaced.
  const runner = process.env['npm_node_execpath'] ?? process.execPath
  const started = Date.now()
  const stdio = ['ignore', quiet ? process.stderr : 'inherit', 'inherit']
  const result =
    npm !== undefined && /\.c?js$/.test(npm)
      ? spawnSync(runner, [npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio })
      : spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio, shell: isWindows })
  if (result.status !== 0) {
    stop('npm ci did not end well. Check the connection to the npm registry and try again; what it said is above.')
  }
  if (!existsSync(node)) {
    stop(
      'the package "node" did not unpack. Allow its install script (npm\'s ignore-scripts must be off) and try again.',
    )
  }
  rmSync(statePath(), { force: true })
  say(`packages installed in ${Math.round((Date.now() - started) / 1000)} s`)
}

function statePath() {
  return join(root, 'node_modules', '.cortado-setup.json')
}

/** True when the programs found last time are still there; then nothing needs to be asked again. */
function isSetUp() {
  if (!existsSync(statePath())) return false
  const state = JSON.parse(readFileSync(statePath(), 'utf8'))
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const named = process.env['CORTADO_FFMPEG'] ?? process.env['FFMPEG_BIN']
  if (state.lock !== lock || !state.ffmpeg || !existsSync(state.ffmpeg)) return false
  if (named !== undefined && named !== state.ffmpeg) return false
  if (state.cuda === null && hasNewDriver()) return false
  return purpose !== 'test' || (Boolean(state.chromium) && existsSync(state.chromium))
}

/** An NVIDIA driver that was not there when the CUDA libraries could have been fetched; see setup/cuda.ts. */
function hasNewDriver() {
  return process.platform === 'linux' && process.arch === 'x64' && DRIVER_SIGNS.some((path) => existsSync(path))
}

function prepareTools() {
  const script = join(root, 'scripts', 'setup', 'tools.ts')
  const args = [script, '--for', purpose, ...(quiet ? ['--quiet'] : [])]
  const result = spawnSync(node, args, { cwd: root, stdio: ['ignore', quiet ? process.stderr : 'inherit', 'inherit'] })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

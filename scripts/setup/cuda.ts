import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const LIBRARY = 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so'
const IN_PLACE =
  'the CUDA libraries of ONNX Runtime are in place; "npm run -s cortado -- devices" says whether a session opens'
const LIMIT_MS = 15 * 60_000

/**
 * Fetches ONNX Runtime's CUDA libraries with its own installer where an NVIDIA driver runs on Linux. Never fatal. The
 * sentence says what came of it; null where there is no such driver.
 */
export function fetchCuda(root: string): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !hasNvidiaDriver()) return null
  const folder = join(root, 'node_modules', 'onnxruntime-node')
  if (existsSync(join(folder, LIBRARY))) return IN_PLACE
  process.stderr.write(
    'cortado: an NVIDIA driver is running; fetching the CUDA libraries of ONNX Runtime, which may take minutes\n',
  )
  const result = spawnSync(process.execPath, [join(folder, 'script', 'install.js')], {
    cwd: folder,
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'cuda12' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: LIMIT_MS,
  })
  const reason = /^Error: (.*)$/m.exec(result.stderr)?.[1] ?? 'its installer gave no reason'
  return result.status === 0 && existsSync(join(folder, LIBRARY))
    ? IN_PLACE
    : `the CUDA libraries of ONNX Runtime could not be fetched (${reason}), so takes are made on the CPU; delete node_modules/.cortado-setup.json to try again`
}

/** In a container the driver shows as devices only. */
function hasNvidiaDriver(): boolean {
  return existsSync('/proc/driver/nvidia/version') || existsSync('/dev/nvidiactl')
}

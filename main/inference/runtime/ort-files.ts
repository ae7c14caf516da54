import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const packageFile = createRequire(import.meta.url).resolve('onnxruntime-node/package.json')

/** Of the ONNX Runtime that this program brings; libraries of another one do not fit. */
export const ORT_VERSION = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version

/** The folder of its native files. Libraries cannot be loaded out of an archive, so a packaged program has them beside it. */
export const ORT_FOLDER = join(
  dirname(packageFile).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked'),
  'bin/napi-v6',
  process.platform,
  process.arch,
)

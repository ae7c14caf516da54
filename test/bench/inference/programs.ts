import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import { workerEnvironment } from '../../../main/inference/worker/worker-process.ts'
import type { Asked } from './recipe-of.ts'

export interface Bench {
  root: string
  /** For everything that is made on the way. */
  folder: string
  python: string
  manifest: PackManifest
  asked: Asked
}

/** Takes after the one to warm up, in each process. */
const TAKES = 2

const Report = z.object({
  stepMs: z.array(z.number()),
  /** Milliseconds of each step inside of ONNX Runtime. */
  insideMs: z.array(z.number()).optional(),
  takeMs: z.array(z.number()),
  peakBytes: z.number(),
})
export type Report = z.infer<typeof Report>

/** The pack as a diffusers folder, and as a pack in 8 bits unless one is given. */
export function exported(bench: Bench, given: string | null): { diffusers: string; int8: string } {
  const { folder, manifest, asked } = bench
  const diffusers = join(folder, 'diffusers')
  const made = join(folder, 'int8')
  const card = join(folder, 'card.json')
  python(bench, ['modelpacks.restore', asked.pack, diffusers])
  if (given !== null) return { diffusers, int8: given }
  const { id, title, frames, size, text, guidance, defaults } = manifest
  const { default: usual, multiple } = size
  const fields = { frames, size: { default: usual, multiple }, text: { cleaner: text.cleaner }, guidance, defaults }
  writeFileSync(card, JSON.stringify({ id, title, ...fields }))
  const licence = join(asked.pack, manifest.license.file ?? 'LICENSE')
  const named = ['--license', licence, '--spdx', manifest.license.spdx]
  python(bench, ['modelpacks.export', diffusers, '--out', made, '--dtype', 'int8', '--card', card, ...named])
  return { diffusers, int8: made }
}

export function diffusersTake(bench: Bench, folder: string, dtype: 'fp32' | 'bf16'): Report {
  const { prompt, seed, steps, threads } = bench.asked
  const { frames, size, guidance } = bench.manifest
  const { width, height } = size.default
  const numbers = {
    seed,
    steps,
    threads,
    frames: frames.default,
    width,
    height,
    guidance: guidance.default,
    takes: TAKES,
  }
  const options = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)])
  const out = dtype === 'fp32' ? ['--out', join(bench.folder, 'diffusers.rgb')] : []
  return parsed(python(bench, ['modelpacks.speed', folder, '--prompt', prompt, '--dtype', dtype, ...options, ...out]))
}

/** Frames lie in `NAME.mkv` of the bench's folder afterwards. */
export function ownTake(bench: Bench, pack: string, name: string): Report {
  const options = { ...bench.asked, pack, takes: TAKES, output: join(bench.folder, `${name}.mkv`) }
  return parsed(
    ran(
      process.execPath,
      [join(import.meta.dirname, 'take.ts'), JSON.stringify(options)],
      bench.root,
      workerEnvironment(),
    ),
  )
}

/** Seconds from the start of a process to the first preview. */
export function coldPreview({ asked, root }: Bench): Promise<number> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'cold.ts'), JSON.stringify(asked)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let seconds = 0
    child.stdout.once('data', () => (seconds = (performance.now() - began) / 1000))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 && seconds > 0 ? resolve(seconds) : reject(new Error('The cold take did not end.')),
    )
  })
}

function python({ python: program, root, asked }: Bench, args: string[]): string {
  const threads = asked.threads === 0 ? {} : { OMP_NUM_THREADS: String(asked.threads) }
  return ran(program, ['-m', ...args], root, { ...process.env, ...threads })
}

function ran(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw error ?? new Error(`${args.slice(0, 2).join(' ')} failed: ${stderr.trim().slice(-2000)}`)
  return stdout
}

/** The last line of what a program prints. */
function parsed(stdout: string): Report {
  return Report.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}

/**
 * What the options of a session cost: `node test/bench/session-options.ts PACK…` makes one clip of each pack under every
 * setting, each in a process of its own, and prints a Markdown table of highest resident memory and seconds.
 */
import { spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { runOnce } from '../../main/inference/golden/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'

type Options = InferenceSession.SessionOptions
const session = (extra: object): Options => ({ extra: { session: { intra_op: { allow_spinning: '0' }, ...extra } } })

const SETTINGS: Record<string, Options> = {
  'as chosen': {},
  'arena on': { enableCpuMemArena: true },
  'arena on, weights outside': { enableCpuMemArena: true, ...session({ use_device_allocator_for_initializers: '1' }) },
  'memory pattern off': { enableMemPattern: false },
  'no prepacking': session({ disable_prepacking: '1' }),
  'threads spin': { extra: { session: { intra_op: { allow_spinning: '1' } } } },
  'one thread': { intraOpNumThreads: 1 },
  'optimised: extended': { graphOptimizationLevel: 'extended' },
  'optimised: basic': { graphOptimizationLevel: 'basic' },
  'not optimised': { graphOptimizationLevel: 'disabled' },
}

const [first = '', ...rest] = process.argv.slice(2)
if (first === '--one') await one(rest[0] ?? '', rest[1] ?? '')
else table([first, ...rest])

async function one(path: string, setting: string): Promise<void> {
  const create = InferenceSession.create.bind(InferenceSession)
  Object.assign(InferenceSession, {
    create: (model: string, options: Options) => create(model, { ...options, ...SETTINGS[setting] }),
  })
  const pack = await readPack(path)
  const pipeline = await openPipeline(pack, 'cpu')
  const began = performance.now()
  const { scheduler } = pack.manifest.defaults
  const given = pack.manifest.tasks.includes('text-to-video')
    ? {}
    : { keyframes: [{ at: 0, strength: 1, rgb: new Uint8Array(3 * area(pack.manifest.size.default)).fill(90) }] }
  const request = {
    prompt: 'a red ball',
    negativePrompt: '',
    scheduler,
    steps: 4,
    guidance: 2,
    seed: 1,
    frames: Number(process.env['FRAMES'] ?? pack.manifest.frames.default),
    ...given,
  }
  await (await runOnce(pack, pipeline, request)).frames()
  const report = { ms: performance.now() - began, cpu: process.cpuUsage(), peak: process.resourceUsage().maxRSS * 1024 }
  process.stdout.write(JSON.stringify(report))
}

function area({ width, height }: { width: number; height: number }): number {
  return width * height
}

function table(packs: readonly string[]): void {
  process.stdout.write('| pack | setting | peak, MB | seconds | processor seconds |\n|---|---|---|---|---|\n')
  for (const pack of packs) {
    for (const setting of Object.keys(SETTINGS)) {
      const runs = [0, 1, 2].map(() => {
        const child = spawnSync(process.execPath, [import.meta.filename, '--one', pack, setting], { encoding: 'utf8' })
        if (child.status !== 0) throw new Error(child.stderr)
        return JSON.parse(child.stdout) as { ms: number; cpu: NodeJS.CpuUsage; peak: number }
      })
      const median = (of: (run: (typeof runs)[number]) => number): number =>
        runs.map(of).toSorted((a, b) => a - b)[1] ?? 0
      const cells = [
        Math.round(median(({ peak }) => peak) / 1e6),
        (median(({ ms }) => ms) / 1000).toFixed(2),
        (median(({ cpu }) => cpu.user + cpu.system) / 1e6).toFixed(2),
      ]
      process.stdout.write(`| ${basename(pack)} | ${setting} | ${cells.join(' | ')} |\n`)
    }
  }
}

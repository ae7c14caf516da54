/**
 * What each graph of a pack holds and needs: `node test/bench/part-memory.ts PACK…` makes clips of several lengths and
 * sizes, of words, of pictures, of footage, and with a temporal decoder, as far as the pack can, each in a process of its own, and prints for every component the bytes that its session holds, those that a run
 * takes whatever its size, and those of each latent cell: `memory` of `pack.json`, into which `--write` puts it. Linux only: it reads and resets the kernel's high-water mark.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { InferenceSession, type Tensor } from 'onnxruntime-node'
import { fitLine, median } from './fit.ts'
import { latentShape } from '../../core/generation/latent-shape.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { runOnce } from '../../main/inference/golden/index.ts'
import { TorchGenerator } from '../../main/inference/noise/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { type PackFolder } from '../../main/inference/packs/pack-folder.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'
import { probeSession } from '../../main/inference/runtime/probe-session.ts'

interface Sight {
  part: string
  /** What opening it raised the high-water mark by, and what stayed of that. */
  load: number
  open: number
  /** Latent cells of each run, and by how much it raised the high-water mark above what was resident before the first. */
  runs: { cells: number; bytes: number }[]
  /** Bytes that a causal VAE hands on to its next run, by cell. */
  held: number
}

type Setting = 'usual' | 'lean'
/** Of what a clip is made: words, and a picture where the pack takes one; the same for the temporal decoder; or footage, which is encoded only. */
type Way = 'made' | 'temporal' | 'footage'

/** What the program itself takes, ONNX Runtime with one small session included. */
let base = 0

const writes = process.argv.includes('--write')
const [first = '', ...rest] = process.argv.slice(2)
if (first === '--one') await one(rest as [string, string, string, Setting, Way])
else for (const pack of [first, ...rest].filter((word) => word !== '--write')) await report(pack)

function status(name: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(found?.[1] ?? 0) * 1024
}

async function one([path, length, factor, setting, way]: [string, string, string, Setting, Way]): Promise<void> {
  const [frames, larger] = [Number(length), Number(factor)]
  const pack = await readPack(path)
  if ((await probeSession('cpu')) !== '') throw new Error('no session opens here')
  base = status('VmRSS')
  const sights = watchSessions(pack, setting === 'lean')
  const pipeline = await openPipeline(pack, 'cpu')
  const { default: usual } = pack.manifest.size
  const size = { width: usual.width * larger, height: usual.height * larger }
  const rgb = new Uint8Array(3 * size.width * size.height).fill(90)
  const given = pack.manifest.tasks.includes('image-to-video') ? { keyframes: [{ at: 0, strength: 1, rgb }] } : {}
  const { scheduler } = pack.manifest.defaults
  const request = { prompt: 'a red ball', negativePrompt: '', scheduler, steps: 3, guidance: 2, seed: 1, frames, size }
  if (way === 'footage') {
    const pictures = new Map(Array.from({ length: frames }, (_, frame) => [frame, rgb]))
    const shape = latentShape(pack.manifest, frames, size)
    const footage = { pictures, kept: Array<boolean>(shape.frames).fill(true) }
    const { rate } = pack.manifest
    const clip = { frames, size, rate, keyframes: [], footage, temporalDecoder: false, tile: null, span: null }
    await pipeline.begin(clip, new TorchGenerator(1), 1)
  } else {
    const made = await runOnce(pack, pipeline, { ...request, ...given, temporalDecoder: way === 'temporal' })
    await made.frames()
  }
  process.stdout.write(
    JSON.stringify({ base, peak: process.resourceUsage().maxRSS * 1024, sights: [...sights.values()] }),
  )
}

/** Stands between the program and its sessions, and writes down what each of them does to the process. */
function watchSessions(pack: PackFolder, lean: boolean): Map<string, Sight> {
  const sights = new Map<string, Sight>()
  let ranLast: Sight | null = null
  const create = InferenceSession.create.bind(InferenceSession)
  const watched = async (model: string, options: InferenceSession.SessionOptions): Promise<InferenceSession> => {
    const before = status('VmRSS')
    writeFileSync('/proc/self/clear_refs', '5')
    const session = await create(model, { ...options, enableCpuMemArena: !lean })
    const [load, open] = [status('VmHWM') - before, status('VmRSS') - before]
    const sight: Sight = { part: roleOf(model, pack), load, open, runs: [], held: 0 }
    sights.set(sight.part, sight)
    const run = session.run.bind(session) as (feeds: Record<string, Tensor>) => Promise<Record<string, Tensor>>
    let start: number | null = null
    const measured = async (feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> => {
      start ??= status('VmRSS')
      writeFileSync('/proc/self/clear_refs', '5')
      const results = await run(feeds)
      const cells = sight.part === 'image_encoder' ? 0 : cellsOf(feeds, pack)
      // What others took since its first run is not its own, and the arena keeps what its largest run took.
      const own = sight.runs.length === 0 || (ranLast === sight && sight.runs.every((one) => one.cells <= cells))
      ranLast = sight
      if (own) sight.runs.push({ cells, bytes: Math.max(0, status('VmHWM') - start) })
      const kept = Object.values(results)
        .slice(1)
        .reduce((sum, { size }) => sum + 4 * size, 0)
      sight.held = kept / Math.max(1, cells)
      return results
    }
    return Object.assign(session, { run: measured })
  }
  Object.assign(InferenceSession, { create: watched })
  return sights
}

function roleOf(model: string, { path, manifest }: PackFolder): string {
  const file = relative(path, model).split(sep).join('/')
  return Object.entries(manifest.components).find(([, part]) => part?.file === file)?.[0] ?? file
}

/** Latent cells (frames x height x width, times texts) that a run works on or makes; 0 for a text encoder. */
function cellsOf(feeds: Record<string, Tensor>, { manifest }: PackFolder): number {
  const tensors = Object.values(feeds)
  const [main] = tensors.filter(({ type }) => type === 'float32').toSorted((a, b) => b.dims.length - a.dims.length)
  if (main === undefined) return 0
  const { dims } = main
  const all = dims.reduce((product, size) => product * size, 1)
  if (dims.length === 3) return all / (dims[2] ?? 1)
  const { channels, spatialCompression, temporalCompression } = manifest.latents
  if (dims[1] !== 3 || channels === 3) return all / (dims[1] ?? 1)
  // The first frame of a clip has a latent frame of its own.
  const frames = dims.length === 5 ? Math.ceil((dims[2] ?? 1) / temporalCompression) : (dims[0] ?? 1)
  return (frames * (dims.at(-2) ?? 1) * (dims.at(-1) ?? 1)) / spatialCompression ** 2
}

async function report(path: string): Promise<void> {
  const { manifest } = await readPack(path)
  const { default: usual, window, max } = manifest.frames
  const lengths = [usual, Math.min(2 * usual, window), Math.min(4 * usual, window, max)]
  const most = Math.max(
    1,
    Math.floor(manifest.size.max / Math.max(manifest.size.default.width, manifest.size.default.height)),
  )
  const sizes = [...new Set([1, Math.min(2, most)])]
  const usualRuns = new Map<string, Sight[]>()
  const leanRuns = new Map<string, Sight[]>()
  let peakBytes = 0
  for (const frames of new Set(lengths)) {
    for (const larger of sizes) {
      for (const way of waysOf(manifest)) {
        const peak = collect(usualRuns, [path, String(frames), String(larger), 'usual', way])
        if (frames === usual && larger === 1 && way === 'made') peakBytes = peak
        collect(leanRuns, [path, String(frames), String(larger), 'lean', way])
      }
    }
  }
  const parts = [...usualRuns].map(([part, sights]) => {
    const roomy = lineOf(sights)
    const lean = lineOf(leanRuns.get(part) ?? [])
    const held = Math.round(Math.max(...sights.map((sight) => sight.held)))
    return [
      part,
      {
        loadBytes: Math.round(median(sights.map(({ load }) => load))),
        openBytes: Math.round(median(sights.map(({ open }) => open))),
        run: { bytes: Math.round(roomy.base), cellBytes: Math.round(roomy.slope) },
        leanRun: { bytes: Math.round(lean.base), cellBytes: Math.round(lean.slope) },
        ...(held > 0 && part.startsWith('vae') ? { heldCellBytes: held } : {}),
      },
    ] as const
  })
  const { weightsBytes } = manifest.memory
  const memory = { weightsBytes, peakBytes, measuredOn: 'CPU, float32', parts: Object.fromEntries(parts) }
  const text = JSON.stringify(memory, null, 1).replaceAll('\n', '\n ')
  process.stdout.write(`"${manifest.id}": ${text}\n`)
  if (!writes) return
  const file = join(path, 'pack.json')
  // As text, because another program wrote it and has its own way with numbers.
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, before.replace(/"memory": \{[\s\S]*?\n \}/, `"memory": ${text}`))
}

function waysOf({ components, latents }: PackManifest): Way[] {
  const { vae_encoder: encoder, vae_encoder_next: next } = components
  const anyLength = typeof encoder?.io.inputs['sample']?.dims[2] === 'string'
  const reads = encoder !== undefined && (latents.temporalCompression === 1 || next !== undefined || anyLength)
  return [
    'made',
    ...(components.vae_temporal_decoder === undefined ? [] : (['temporal'] as const)),
    ...(reads ? (['footage'] as const) : []),
  ]
}

function lineOf(sights: readonly Sight[]): { base: number; slope: number } {
  return fitLine(sights.flatMap(({ runs }) => runs.map(({ cells, bytes }) => ({ x: cells, y: bytes }))))
}

function collect(into: Map<string, Sight[]>, task: [string, string, string, Setting, Way]): number {
  const args = [import.meta.filename, '--one', ...task]
  const [, frames, larger, setting, way] = task
  const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '131072' }
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  if (child.status !== 0) throw new Error(child.stderr)
  const { base, peak, sights } = JSON.parse(child.stdout) as { base: number; peak: number; sights: Sight[] }
  process.stderr.write(
    `${setting}, ${way}, ${frames} frames, x${larger}: base ${base / 1e6} MB, peak ${peak / 1e6} MB\n`,
  )
  for (const sight of sights) into.set(sight.part, [...(into.get(sight.part) ?? []), sight])
  return peak
}

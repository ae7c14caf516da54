/**
 * The same takes in diffusers and here: `npm run bench:inference -- [--pack FOLDER] [--int8 FOLDER] [--python PATH]
 * [--rounds N] [--threads N] [--steps N] [--json]`. Four programs take turns, each in a process of its own: diffusers (torch
 * on the CPU) in float32 and in bfloat16, and the studio's own code with the pack in float32 and in 8 bits. Docs: docs/speed.md.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { coldPreview, diffusersTake, exported, ownTake, type Bench } from './inference/programs.ts'
import { psnr, summary, table, type Rows } from './inference/summary.ts'

const ROOT = join(import.meta.dirname, '../..')
const { values } = parseArgs({
  options: {
    pack: { type: 'string', default: join(ROOT, 'assets/models/cortado-mini') },
    int8: { type: 'string' },
    python: { type: 'string', default: process.platform === 'win32' ? 'python' : 'python3' },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '0' },
    steps: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const probe = spawnSync(values.python, ['-c', 'import torch, diffusers, transformers, onnx, onnx_ir'], {
  encoding: 'utf8',
})
if (probe.status !== 0) {
  const why = probe.error?.message ?? probe.stderr.trim().split('\n').at(-1) ?? ''
  process.stderr.write(
    `This compares with diffusers, which "${values.python}" does not have (${why}).\n` +
      'Install it with "pip install -r modelpacks/requirements.txt", or name another Python with --python PATH.\n',
  )
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'cortado-bench-'))
try {
  await compare()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function compare(): Promise<void> {
  const pack = await readPack(resolve(values.pack))
  const { manifest } = pack
  if (manifest.family !== 'latte') throw new Error(`${manifest.id} is no Latte, which is what this compares with.`)
  const bench: Bench = {
    root: ROOT,
    folder,
    python: values.python,
    manifest,
    asked: {
      pack: pack.path,
      prompt: manifest.examples?.[0] ?? 'a red ball bounces in a field by day',
      seed: 7,
      steps: Number(values.steps ?? manifest.defaults.steps),
      threads: Number(values.threads),
    },
  }
  say('Making the diffusers folder and the pack in 8 bits …')
  const { diffusers, int8 } = exported(bench, values.int8 === undefined ? null : resolve(values.int8))
  const rows: Rows = { 'diffusers fp32': [], 'diffusers bf16': [], 'Cortado fp32': [], 'Cortado int8': [] }
  const cold: number[] = []
  for (let round = 0; round < Number(values.rounds); round++) {
    say(`Round ${round + 1} of ${values.rounds} …`)
    rows['diffusers fp32'].push(diffusersTake(bench, diffusers, 'fp32'))
    rows['Cortado fp32'].push(ownTake(bench, pack.path, 'fp32'))
    rows['diffusers bf16'].push(diffusersTake(bench, diffusers, 'bf16'))
    rows['Cortado int8'].push(ownTake(bench, int8, 'int8'))
    cold.push(await coldPreview(bench))
  }
  const size = manifest.size.default
  const [exact, small] = await Promise.all(
    ['fp32', 'int8'].map((name) => psnr(join(folder, `${name}.mkv`), folder, size)),
  )
  const report = summary(rows, cold, { exact: exact ?? 0, small: small ?? 0 })
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : table(rows, report))
}

function say(words: string): void {
  process.stderr.write(`${words}\n`)
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Size } from '../../../core/generation/recipe.ts'
import { decodeFrames, findFfmpeg } from '../../../main/media/index.ts'
import { median } from '../fit.ts'
import type { Report } from './programs.ts'

export type Rows = Record<'diffusers fp32' | 'diffusers bf16' | 'Cortado fp32' | 'Cortado int8', Report[]>

/** Medians of all rounds, set against each other. Every ratio is ours over theirs. */
export function summary(rows: Rows, cold: readonly number[], decibels: { exact: number; small: number }) {
  const step = (name: keyof Rows): number => median(rows[name].flatMap(({ stepMs }) => stepMs))
  const take = (name: keyof Rows): number => median(rows[name].flatMap(({ takeMs }) => takeMs))
  const peak = (name: keyof Rows): number => median(rows[name].map(({ peakBytes }) => peakBytes))
  return {
    step_time_ratio: ratio(step('Cortado fp32'), step('diffusers fp32')),
    int8_to_bf16_ratio: ratio(step('Cortado int8'), step('diffusers bf16')),
    take_time_ratio: ratio(take('Cortado fp32'), take('diffusers fp32')),
    memory_ratio: ratio(peak('Cortado fp32'), peak('diffusers fp32')),
    overhead: overhead(rows['Cortado fp32']),
    first_preview_s: round(median(cold), 2),
    int8_take_to_bf16_ratio: ratio(take('Cortado int8'), take('diffusers bf16')),
    int8_memory_ratio: ratio(peak('Cortado int8'), peak('diffusers bf16')),
    psnr_fp32_db: round(decibels.exact, 1),
    psnr_int8_db: round(decibels.small, 1),
  }
}

/** Share of a step that is spent outside of ONNX Runtime. */
function overhead(reports: readonly Report[]): number {
  const shares = reports.flatMap(({ stepMs, insideMs = [] }) =>
    stepMs.map((whole, i) => (whole - (insideMs[i] ?? whole)) / whole),
  )
  return round(median(shares), 4)
}

export function table(rows: Rows, report: ReturnType<typeof summary>): string {
  const lines = Object.entries(rows).map(([name, reports]) => {
    const of = (pick: (report: Report) => number[]): number => median(reports.flatMap(pick))
    const cells = [
      of(({ stepMs }) => stepMs).toFixed(1),
      of(({ takeMs }) => takeMs).toFixed(0),
      (of(({ peakBytes }) => [peakBytes]) / 1e6).toFixed(0),
    ]
    return `| ${name} | ${cells.join(' | ')} |`
  })
  const head = '| program | step, ms | take, ms | peak, MB |\n|---|---|---|---|'
  const ratios = Object.entries(report).map(([name, value]) => `${name.padEnd(24)} ${value}`)
  return `${head}\n${lines.join('\n')}\n\n${ratios.join('\n')}\n`
}

/** How near a take's frames come to those that diffusers made in float32, in decibels. */
export async function psnr(path: string, folder: string, { width, height }: Size): Promise<number> {
  const wanted = await readFile(join(folder, 'diffusers.rgb'))
  const count = wanted.length / (3 * width * height)
  let [sum, at] = [0, 0]
  for await (const frame of decodeFrames(await findFfmpeg(), path, { from: 0, count, width, height })) {
    for (const value of frame) sum += (value - (wanted[at++] as number)) ** 2
  }
  return 10 * Math.log10(255 ** 2 / Math.max(sum / at, 1e-6))
}

function ratio(ours: number, theirs: number): number {
  return round(ours / theirs, 3)
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

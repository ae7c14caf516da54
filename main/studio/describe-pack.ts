import { basename, dirname } from 'node:path'
import { abilitiesOf } from '../../core/generation/abilities.ts'
import type { DeviceCheck } from '../../core/generation/device-check.ts'
import type { PackEvaluation } from '../../core/generation/evaluation.ts'
import type { Pack } from '../../core/library/entities.ts'
import { isRefiner, takesTime } from '../../core/generation/refiner-manifest.ts'
import { idOf } from '../inference/index.ts'
import type { FoundPack } from '../inference/index.ts'

const NO_HASH = '0'.repeat(64)

/** A pack as clients see it; one that cannot be used keeps its place in the list, with the reason. */
export function describePack(
  found: FoundPack,
  bundledFolder: string,
  known: { evaluation: PackEvaluation | null; checks: DeviceCheck[] },
): Pack {
  const { path, pack, problem } = found
  const any = pack?.manifest
  const manifest = any && !isRefiner(any) ? any : undefined
  const refiner = any && isRefiner(any) ? any : undefined
  const size = manifest?.size ?? { multiple: 1, min: 1, max: 1, default: { width: 1, height: 1 } }
  const { min, max, default: usual, window } = manifest?.frames ?? { min: 1, max: 1, default: 1, window: 1 }
  const match = manifest && abilitiesOf(manifest).hops ? (manifest.frames.match ?? 0) : null
  return {
    id: idOf(found),
    title: any?.title ?? basename(path),
    version: any?.version ?? '',
    family: any?.family ?? '',
    licence: any?.license.spdx ?? '',
    bytes: any?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0,
    sha256: pack?.sha256 ?? NO_HASH,
    path,
    problem: problem?.message ?? null,
    place: dirname(path) === bundledFolder ? 'bundled' : found.place,
    frames: { min, max, default: usual, window, match },
    size,
    rate: manifest?.rate ?? { num: 1, den: 1 },
    steps: manifest?.defaults.steps ?? 1,
    guidance: manifest?.guidance.default ?? 0,
    scheduler: manifest?.defaults.scheduler ?? '',
    schedulers: manifest?.schedulers ?? [],
    vocabulary: manifest?.vocabulary ?? {},
    examples: manifest?.examples ?? [],
    creator: any?.creator ?? '',
    source: any?.source ?? { repo: '', revision: '' },
    files: any?.files.length ?? 0,
    memory: any?.memory ?? { weightsBytes: 0, peakBytes: 0, measuredOn: '' },
    evaluation: known.evaluation,
    loss: manifest?.loss ?? null,
    checks: known.checks,
    refiner: refiner
      ? {
          kind: refiner.family,
          factor: refiner.family === 'upscaler' ? refiner.factor : null,
          anyTime: refiner.family === 'interpolator' && takesTime(refiner),
          domain: refiner.domain,
          suits: refiner.suits,
          figures: refiner.figures,
        }
      : null,
  }
}

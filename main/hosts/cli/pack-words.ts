import { isChosen, type DeviceCheck } from '../../../core/generation/device-check.ts'
import { providerOf } from '../../../core/generation/device.ts'
import type { Pack } from '../../../core/library/entities.ts'

/** "12.3 MB". */
export function sizeWords(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** What smaller weights cost, as measured where the pack was made. */
function lossWords({ against, framesPsnr, latentsRelative }: NonNullable<Pack['loss']>): string {
  return `frames ${framesPsnr.toFixed(1)} dB from those of ${against}, latents off by ${(100 * latentsRelative).toPrecision(2)} %`
}

/** All that is known of a pack, a line each. */
export function packWords(pack: Pack): string {
  const { memory, frames, size, rate, source } = pack
  const facts: [string, string][] = [
    ['id', `${pack.id} ${pack.version}`],
    ['family', pack.family],
    ['licence', pack.licence],
    ['made by', pack.creator],
    ['source', `${source.repo} ${source.revision}`],
    ['on disk', `${sizeWords(pack.bytes)} in ${pack.files} files`],
    [
      'memory',
      `${sizeWords(memory.weightsBytes)} of weights, peak ${sizeWords(memory.peakBytes)}, ${memory.measuredOn}`,
    ],
    ...(pack.refiner === null
      ? ([
          [
            'picture',
            `${size.min} to ${size.max} a side in steps of ${size.multiple}, ${(rate.num / rate.den).toFixed(2)} frames a second`,
          ],
          ['length', `${frames.min} to ${frames.max} frames, ${frames.default} by default`],
          ['schedulers', pack.schedulers.join(', ')],
        ] satisfies [string, string][])
      : ([['made for', pack.refiner.domain]] satisfies [string, string][])),
    ...(pack.loss === null ? [] : ([['loss', lossWords(pack.loss)]] satisfies [string, string][])),
    ['sha256', pack.sha256],
  ]
  return [
    pack.title,
    ...(pack.problem === null
      ? facts.map(([name, value]) => `${name}: ${value}`)
      : [`cannot be used: ${pack.problem}`]),
    `folder: ${pack.path} (${pack.place})`,
    ...(pack.problem === null ? testWords(pack.checks) : []),
  ].join('\n')
}

/** What the self-tests of a pack found, a line for each device. */
export function testWords(checks: readonly DeviceCheck[]): string[] {
  if (checks.length === 0) return ['self-test: not run']
  return checks.map((check) => `self-test on ${check.device}: ${checkWords(check)}`)
}

/** What a self-test found of a pack on a device, in a line. The processor is not chosen: it is what is left. */
export function checkWords(check: DeviceCheck): string {
  const { state, words, useAnyway } = check
  if (providerOf(check.device) === 'cpu') return `${state === 'fine' ? 'passed' : 'FAILED'}. ${words}`
  return `${isChosen(check) ? 'chosen' : 'not chosen'}. ${words}${useAnyway ? ' Used anyway, as you said.' : ''}`
}

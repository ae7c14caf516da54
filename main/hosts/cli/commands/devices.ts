import type { Device } from '../../../../core/contract/system.ts'
import { CortadoError } from '../../../../core/errors.ts'
import { type DeviceCheck } from '../../../../core/generation/device-check.ts'
import { Provider } from '../../../../core/generation/recipe.ts'
import { choice, defined, deviceOption, parse, wholeNumber } from '../args.ts'
import { checkWords } from '../pack-words.ts'
import type { Session } from '../session.ts'

const OPTIONS = { device: { type: 'string' }, not: { type: 'boolean' } } as const

/** `devices [list | check PACK | use PACK PROVIDER | workers N]`. */
export async function devicesCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, 3)
  const [action = 'list', pack, word] = positionals
  switch (action) {
    case 'list':
      return list(session)
    case 'check': {
      if (pack === undefined) throw new CortadoError('USAGE', 'Say which pack: devices check cortado-mini.')
      session.output.say('Running the self-test; a large pack takes minutes.')
      const device = deviceOption(values.device)
      const { checks } = await session.client.packs.check({ id: pack, ...defined({ device }) })
      return printChecks(
        session,
        checks,
        'Only the CPU is here, and the pack brings nothing that it could be held against. To run it all the same: --device cpu.',
      )
    }
    case 'use': {
      const provider = choice('provider', word, Provider.options)
      if (pack === undefined || provider === undefined) {
        throw new CortadoError('USAGE', 'Say which pack and which provider: devices use cortado-mini webgpu.')
      }
      const use = values.not !== true
      const { checks } = await session.client.packs.overrule({ id: pack, provider, use })
      const then = use ? 'is used whatever its test finds' : 'is used as its test finds'
      return printChecks(session, checks, `With ${pack}, ${provider} ${then}.`)
    }
    case 'workers': {
      const workers = wholeNumber('workers', pack)
      if (workers === undefined) throw new CortadoError('USAGE', 'Say how many: devices workers 2.')
      return printDevices(session, (await session.client.system.cpuWorkers({ workers })).devices, [])
    }
    default:
      throw new CortadoError('USAGE', `devices knows list, check, use and workers, not "${action}".`)
  }
}

/** Every device with the reason of its refusal, and below it what the packs' self-tests found there. */
async function list(session: Session): Promise<void> {
  const { devices } = await session.client.system.devices()
  const { packs } = await session.client.packs.list()
  printDevices(session, devices, packs)
}

function printDevices(
  session: Session,
  devices: readonly Device[],
  packs: readonly { id: string; checks: readonly DeviceCheck[] }[],
): void {
  const lines = devices.flatMap((device) => [
    `${device.id.padEnd(9)} ${device.available ? 'ready   ' : 'not here'}  ${device.available ? device.label : device.reason}`,
    ...packs.flatMap(({ id, checks }) =>
      checks.filter((check) => check.device === device.id).map((check) => `            ${id}: ${checkWords(check)}`),
    ),
  ])
  const checks = packs.flatMap(({ id, checks: found }) => found.map((check) => ({ pack: id, ...check })))
  session.output.result({ devices, checks }, lines.join('\n'))
}

function printChecks(session: Session, checks: readonly DeviceCheck[], without: string): void {
  const words = checks.map((check) => `${check.device.padEnd(9)} ${checkWords(check)}`)
  session.output.result({ checks }, words.join('\n') || without)
}

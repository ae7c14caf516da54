import { parse } from '../args.ts'
import type { Session } from '../session.ts'

/** `devices`: every execution provider, and why one cannot be used. */
export async function devicesCommand(session: Session, args: readonly string[]): Promise<void> {
  parse(args, {})
  const { devices } = await session.client.system.devices()
  session.output.result(
    { devices },
    devices
      .map(
        (device) =>
          `${device.provider.padEnd(8)} ${device.available ? 'ready' : 'not here'}  ${device.available ? device.label : device.reason}`,
      )
      .join('\n'),
  )
}

import { CortadoError } from '../../../../core/errors.ts'
import { parse } from '../args.ts'
import type { Session } from '../session.ts'

/** `packs [list | verify ID | licence ID]`. */
export async function packsCommand(session: Session, args: readonly string[]): Promise<void> {
  const { positionals } = parse(args, {}, 2)
  const [action = 'list', id] = positionals
  if (action === 'verify') {
    if (id === undefined) throw new CortadoError('USAGE', 'Say which pack: packs verify cortado-mini.')
    const report = await session.client.packs.verify({ id })
    session.output.result(
      { ...report, ok: true },
      `${report.id}: ${report.files} files, ${report.bytes} bytes, every hash is right`,
    )
    return
  }
  if (action === 'licence') {
    if (id === undefined) throw new CortadoError('USAGE', 'Say which pack: packs licence cortado-mini.')
    const licence = await session.client.packs.licence({ id })
    session.output.result(licence, `${licence.spdx}\n\n${licence.text}`.trim())
    return
  }
  if (action !== 'list') {
    throw new CortadoError('USAGE', `packs knows "list", "verify ID" and "licence ID", not "${action}".`)
  }
  const { packs } = await session.client.packs.list()
  session.output.result(
    { packs },
    packs
      .map(
        (pack) =>
          `${pack.id}  ${pack.version}  ${pack.title}  ${pack.licence}  ${(pack.bytes / 1e6).toFixed(1)} MB  ${pack.problem ?? 'ready'}`,
      )
      .join('\n'),
  )
}

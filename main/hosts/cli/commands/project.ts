import { resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import { parse, PROJECT } from '../args.ts'
import { sizeWords } from '../pack-words.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'

/** `project copy DIR [--used]`: the whole project, or what its sequences show. */
export async function projectCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, { ...PROJECT, used: { type: 'boolean' } }, 2)
  const [action, to] = positionals
  if (action !== 'copy' || to === undefined) throw new CortadoError('USAGE', 'project knows copy: project copy DIR.')
  await openProject(session, values.project)
  const what = values.used === true ? 'used' : 'all'
  const report = await session.client.project.copy({ to: resolve(to), what })
  const gone = report.missing.length === 0 ? '' : `; ${report.missing.length} files were missing or damaged`
  session.output.result(report, `${report.path}  ${report.files} files, ${sizeWords(report.bytes)}${gone}`)
}

/** `recover DIR --to DIR`: what can be read of a damaged project, in a new one. */
export async function recoverCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, { to: { type: 'string' } }, 1)
  const [path] = positionals
  if (path === undefined || values.to === undefined) {
    throw new CortadoError('USAGE', 'Say which project and where to: recover "Film.cortado" --to "Film saved.cortado".')
  }
  const report = await session.client.project.recover({ path: resolve(path), to: resolve(values.to) })
  const saved = Object.entries(report.saved).filter(([, rows]) => rows > 0)
  session.output.result(
    report,
    [
      report.path,
      `saved: ${saved.map(([table, rows]) => `${rows} ${table}`).join(', ')}, ${report.files} files`,
      ...(report.rebuilt.length > 0 ? [`${report.rebuilt.length} takes were made again from their masters`] : []),
      ...report.lost.map((words) => `lost: ${words}`),
    ].join('\n'),
  )
}

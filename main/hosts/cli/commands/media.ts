import { resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import type { Media, MissingFile } from '../../../../core/library/media.ts'
import { choice, parse, PROJECT } from '../args.ts'
import { sizeWords } from '../pack-words.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'

const OPTIONS = {
  ...PROJECT,
  bin: { type: 'string' },
  by: { type: 'string' },
  yes: { type: 'boolean' },
} as const
type Values = ReturnType<typeof parse<typeof OPTIONS>>['values']

const ACTIONS: Readonly<
  Record<string, ((session: Session, words: readonly string[], values: Values) => Promise<void>) | undefined>
> = { info, import: importFiles, missing, relink }

/** `media [info ID | import FILE... | missing | relink FOLDER]`. `search --kind media` lists what was imported. */
export async function mediaCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, Infinity)
  const [action = '', ...words] = positionals
  const run = ACTIONS[action]
  if (!run) throw new CortadoError('USAGE', `media knows ${Object.keys(ACTIONS).join(', ')}, not "${action}".`)
  if (action !== 'missing' && words.length === 0) throw new CortadoError('USAGE', `Say which: media ${action} …`)
  await openProject(session, values.project)
  await run(session, words, values)
}

async function info({ client, output }: Session, [id = '']: readonly string[]): Promise<void> {
  const media = await client.media.get({ id: id.replace(/^media:/, '') })
  output.result(media, mediaWords(media))
}

async function importFiles({ client, output }: Session, words: readonly string[], { bin }: Values): Promise<void> {
  const report = await client.media.import({ paths: words.map((word) => resolve(word)), bin: bin ?? null })
  const lines = [
    ...report.imported.map(({ media, already }) => `${mediaWords(media)}${already ? '  was here already' : ''}`),
    ...report.refused.map(({ path, code, message }) => `${path}  ${code}: ${message}`),
  ]
  output.result(report, lines.join('\n'))
  if (report.refused.length > 0) process.exitCode = 1
}

async function missing({ client, output }: Session): Promise<void> {
  const { files } = await client.media.missing()
  output.result({ files }, files.map(missingWords).join('\n') || 'Every file is there.')
}

async function relink({ client, output }: Session, [folder = '']: readonly string[], values: Values): Promise<void> {
  const by = choice('by', values.by, ['hash', 'name'] as const) ?? 'hash'
  const report = await client.media.relink({ folder: resolve(folder), by, confirmed: values.yes === true })
  const differs = ({ differences }: { differences: string[] }): string =>
    differences.join('; ') || 'other bytes, same shape'
  const way =
    values.yes === true
      ? 'as likely as another one: name the folder that holds the right one alone'
      : 'take it with --yes'
  const lines = [
    ...report.relinked.map(({ path, by }) => `relinked by ${by}  ${path}`),
    ...(report.remade > 0 ? [`${report.remade} proxies, posters and filmstrips made again`] : []),
    ...report.candidates
      .filter(({ sha256 }) => report.missing.some((file) => file.sha256 === sha256))
      .map((one) => `${one.path}  ${differs(one)}  ${way}`),
    ...report.missing.map((file) => `still missing  ${missingWords(file)}`),
  ]
  output.result(report, lines.join('\n') || 'Every file is there.')
}

function missingWords({ use, bytes }: MissingFile): string {
  return `${use}  ${sizeWords(bytes)}`
}

function mediaWords({ id, name, info: { kind, picture, sound } }: Media): string {
  const rate = picture ? `${picture.frames} frames at ${picture.rate.num}/${picture.rate.den}` : ''
  return [
    `media:${id}`,
    name,
    kind,
    picture ? `${picture.size.width}x${picture.size.height}` : '',
    kind === 'video' ? rate : '',
    sound
      ? `${sound.channels} channels, ${(sound.samples / sound.sampleRate).toFixed(2)} s at ${sound.sampleRate} Hz`
      : '',
  ]
    .filter((word) => word !== '')
    .join('  ')
}

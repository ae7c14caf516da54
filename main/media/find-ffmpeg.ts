import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { CortadoError } from '../../core/errors.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

/** Where a program was found: named by the user, shipped with the app, or installed on the machine. */
export type FfmpegSource = 'setting' | 'bundled' | 'system'

/** The program, and how it names itself: "5.1.9-0+deb12u1". */
export interface FfmpegProgram {
  readonly path: string
  readonly version: string
}

export interface Ffmpeg extends FfmpegProgram {
  readonly source: FfmpegSource
  readonly encoders: ReadonlySet<string>
  readonly filters: ReadonlySet<string>
}

interface Search {
  /** The path from the settings, if the user set one. */
  configured?: string | undefined
  env?: NodeJS.ProcessEnv | undefined
}

const PROBE_LIMIT_MS = 20_000
const probes = new Map<string, Promise<Pick<Ffmpeg, 'version' | 'encoders' | 'filters'>>>()

/**
 * The first ffmpeg that answers: the setting, `CORTADO_FFMPEG`, `FFMPEG_BIN`, the one shipped with the app, the one on
 * `PATH`. Each program is asked for its abilities once. Throws `FFMPEG_MISSING` with the way to get one on this platform.
 */
export async function findFfmpeg(search: Search = {}): Promise<Ffmpeg> {
  const refused: string[] = []
  for (const candidate of candidates(search)) {
    try {
      const pending = probes.get(candidate.path) ?? probe(candidate.path)
      probes.set(candidate.path, pending)
      return { ...candidate, ...(await pending) }
    } catch (error) {
      probes.delete(candidate.path)
      refused.push(`${candidate.path}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new CortadoError(
    'FFMPEG_MISSING',
    `ffmpeg was not found. ${howToInstall(process.platform)}, or put its path into CORTADO_FFMPEG, then try again.`,
    { cause: new Error(refused.join('\n') || 'no candidate') },
  )
}

/** Throws `FFMPEG_MISSING` where this build of ffmpeg lacks the encoder. */
export function requireEncoder(ffmpeg: Ffmpeg, encoder: string): void {
  if (ffmpeg.encoders.has(encoder)) return
  throw new CortadoError(
    'FFMPEG_MISSING',
    `The ffmpeg at "${ffmpeg.path}" cannot encode with ${encoder}. ${howToInstall(process.platform)} with that encoder, or put the path of another one into CORTADO_FFMPEG.`,
  )
}

function candidates({ configured, env = process.env }: Search): { path: string; source: FfmpegSource }[] {
  const named = [configured, env['CORTADO_FFMPEG'], env['FFMPEG_BIN']].filter(
    (path) => path !== undefined && path !== '',
  )
  const bundled = bundledPath()
  const installed = (env['PATH'] ?? env['Path'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'))
  return [
    ...named.map((path) => ({ path: path as string, source: 'setting' as const })),
    ...(bundled === null ? [] : [{ path: bundled, source: 'bundled' as const }]),
    ...installed.map((path) => ({ path, source: 'system' as const })),
  ].filter(({ path }) => existsSync(path))
}

function bundledPath(): string | null {
  let path: unknown
  try {
    path = createRequire(import.meta.url)('ffmpeg-static')
  } catch {
    // A build without the optional package: the other places remain.
    return null
  }
  // Programs inside an app.asar cannot be started; the packer puts them beside it.
  return typeof path === 'string' ? path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked') : null
}

async function probe(path: string): Promise<Pick<Ffmpeg, 'version' | 'encoders' | 'filters'>> {
  const ask = async (option: string): Promise<string> =>
    (await runFfmpeg({ path }, [option], { timeoutMs: PROBE_LIMIT_MS })).stdout.toString('utf8')
  const version = /^ffmpeg version (\S+)/.exec(await ask('-version'))?.[1]
  if (version === undefined) throw new Error('it does not answer -version as ffmpeg does')
  const [encoders, filters] = await Promise.all([ask('-encoders'), ask('-filters')])
  return {
    version,
    encoders: names(encoders, /^ [VAS][A-Z.]{5} (\S+)/gm),
    filters: names(filters, /^ [A-Z.]{2,3} (\S+) +\S+->/gm),
  }
}

function names(list: string, row: RegExp): ReadonlySet<string> {
  return new Set(Array.from(list.matchAll(row), (match) => match[1] ?? '').filter((name) => name !== '='))
}

function howToInstall(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Install it with "brew install ffmpeg"'
  if (platform === 'win32') return 'Install it with "winget install Gyan.FFmpeg"'
  return 'Install it with your package manager ("sudo apt install ffmpeg" on Debian and Ubuntu)'
}

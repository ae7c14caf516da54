import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CortadoError } from '../../../core/errors.ts'
import type { GenerateRequest } from '../../../core/generation/request.ts'
import { frame } from '../../../core/timeline/time.ts'
import { choice, defined, realNumber, wholeNumber } from './args.ts'

type Change = NonNullable<GenerateRequest['change']>
type PictureChange = Extract<Change, { operation: 'image-to-video' }>
type Mask = Extract<Change, { operation: 'inpaint' }>['mask']
type Grid = NonNullable<GenerateRequest['grid']>

/** Options that change footage, reuse settings, or ask for a grid. */
export const CHANGE = {
  op: { type: 'string' },
  take: { type: 'string' },
  to: { type: 'string' },
  leave: { type: 'string' },
  enter: { type: 'string' },
  backwards: { type: 'boolean' },
  image: { type: 'string' },
  at: { type: 'string' },
  mask: { type: 'string', multiple: true },
  strength: { type: 'string' },
  frame: { type: 'string' },
  film: { type: 'string' },
  like: { type: 'string' },
  turn: { type: 'string', multiple: true },
  grid: { type: 'string', multiple: true },
} as const

export interface ChangeValues {
  op?: string | undefined
  take?: string | undefined
  to?: string | undefined
  frames?: string | undefined
  leave?: string | undefined
  enter?: string | undefined
  backwards?: boolean | undefined
  image?: string | undefined
  at?: string | undefined
  mask?: readonly string[] | undefined
  strength?: string | undefined
  frame?: string | undefined
}

const OPERATIONS = ['image', 'extend', 'retake', 'bridge', 'inpaint', 'restyle'] as const

/**
 * What `--op` wishes for; undefined without it. `--frames` is a range such as `20-40` (both ends included) for retake,
 * inpaint and restyle, and a number of new frames for extend and bridge. Throws `USAGE`.
 */
export function changeOf(values: ChangeValues): Change | undefined {
  const operation = choice('op', values.op, OPERATIONS) ?? (values.image === undefined ? undefined : 'image')
  switch (operation) {
    case undefined:
      return undefined
    case 'image':
      return {
        operation: 'image-to-video',
        picture: pictureOf(values),
        ...defined({ at: wholeNumber('at', values.at) }),
      }
    case 'extend':
      return {
        operation,
        take: take(values),
        frames: count(values),
        direction: values.backwards === true ? 'backwards' : 'forwards',
      }
    case 'bridge':
      return {
        operation,
        take: take(values),
        next: need('to', values.to, 'the take to lead to'),
        frames: count(values),
        ...defined({ leave: wholeNumber('leave', values.leave), enter: wholeNumber('enter', values.enter) }),
      }
    case 'retake':
      return { operation, take: take(values), ...rangeOf(need('frames', values.frames, 'a range such as 20-40')) }
    case 'inpaint':
      return {
        operation,
        take: take(values),
        mask: maskOf(values.mask ?? []),
        ...(values.frames === undefined ? {} : rangeOf(values.frames)),
      }
    case 'restyle':
      return {
        operation,
        take: take(values),
        ...defined({ strength: realNumber('strength', values.strength) }),
        ...(values.frames === undefined ? {} : rangeOf(values.frames)),
      }
  }
}

/** `guidance=1,2,4`, once or twice. Throws `USAGE`. */
export function gridOf(texts: readonly string[] | undefined): Grid | undefined {
  if (texts === undefined) return undefined
  return Object.fromEntries(
    texts.map((text) => {
      const [name, ...rest] = text.split('=')
      const axis = choice('grid', name, ['seed', 'guidance', 'steps', 'scheduler', 'prompt'] as const) as string
      const parts = rest.join('=').split(axis === 'prompt' ? '|' : ',')
      if (parts.some((part) => part.trim() === '')) {
        throw new CortadoError('USAGE', `--grid takes NAME=VALUE,VALUE such as guidance=1,2,4, not "${text}".`)
      }
      if (axis === 'prompt' || axis === 'scheduler') return [axis, parts]
      return [axis, parts.map((part) => realNumber('grid', part) as number)]
    }),
  )
}

/** `24=a red ball in a snow field`: what the prompt turns into from frame 24 on. Throws `USAGE`. */
export function promptsOf(texts: readonly string[] | undefined): GenerateRequest['prompts'] {
  return texts?.map((text) => {
    const match = /^(\d+)=(.+)$/s.exec(text)
    if (!match)
      throw new CortadoError('USAGE', `--turn takes FRAME=PROMPT such as "24=a red ball by night", not "${text}".`)
    return { at: Number(match[1]), prompt: (match[2] as string).trim() }
  })
}

/** A file, or a frame of a take: `--take ID --frame N`. */
function pictureOf({ image, take: id, frame }: ChangeValues): PictureChange['picture'] {
  if (image !== undefined || id === undefined) return { path: resolve(need('image', image, 'a picture, or --take')) }
  return { take: id, frame: wholeNumber('frame', frame) ?? 0 }
}

/** A picture or film, or with several files or a folder of PNGs one of them for each frame, folders in the order of names. */
function maskOf(paths: readonly string[]): Mask {
  const [first = need('mask', undefined, 'a picture or film that is white where the picture is made anew')] = paths
  const files = paths.length === 1 && isFolder(first) ? pngsIn(first) : paths
  if (files.length === 1) return { path: resolve(files[0] as string) }
  return { pngs: files.map((path) => readMask(path).toString('base64')) }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function pngsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.png'))
  if (names.length === 0)
    throw new CortadoError('USAGE', `"${folder}" holds no PNG. Name a folder with one for each frame.`)
  return names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => join(folder, name))
}

function readMask(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new CortadoError('NOT_FOUND', `The mask "${path}" cannot be read. Choose another file.`, { cause: error })
  }
}

/**
 * What is to become of the film when the first take is there: `show`, `clip=ID` to lengthen a clip, `gap=TRACK@START+LENGTH`
 * to fill one. Throws `USAGE`.
 */
export function filmOf(text: string | undefined): GenerateRequest['film'] {
  if (text === undefined) return undefined
  if (text === 'show') return { kind: 'show' }
  const clip = /^clip=(\w+)$/.exec(text)
  if (clip) return { kind: 'lengthen', clip: clip[1] as string }
  const gap = /^gap=(\w+)@(\d+)\+(\d+)$/.exec(text)
  if (gap) return { kind: 'fill', track: gap[1] as string, start: frame(Number(gap[2])), length: frame(Number(gap[3])) }
  throw new CortadoError('USAGE', `--film takes show, clip=ID or gap=TRACK@START+LENGTH, not "${text}".`)
}

function take(values: ChangeValues): string {
  return need('take', values.take, 'the take to change')
}

function count({ frames }: ChangeValues): number {
  return wholeNumber('frames', need('frames', frames, 'how many frames to make')) as number
}

/** Both ends are included, as in what the viewer shows. */
function rangeOf(text: string): { from: number; to: number } {
  const match = /^(\d+)-(\d+)$/.exec(text)
  if (!match) throw new CortadoError('USAGE', `--frames takes a range such as 20-40 here, not "${text}".`)
  return { from: Number(match[1]), to: Number(match[2]) + 1 }
}

function need(name: string, value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value
  throw new CortadoError('USAGE', `This operation needs --${name}: ${what}. Run "cortado --help" to see an example.`)
}

import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import { CortadoError } from '../../../core/errors.ts'
import { DeviceWish } from '../../../core/generation/device.ts'

/** Options that every command takes. */
const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
export const PROJECT = { project: { type: 'string', short: 'p' } } as const

/**
 * `parseArgs` of Node with our own error: throws `USAGE` naming what was not understood. `words` is how many arguments
 * without a name the command takes; with `allowNegative`, "--no-NAME" turns a switch off.
 */
export function parse<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  words = 0,
  allowNegative = false,
) {
  const parsed = parseStrictly(args, options, allowNegative)
  const extra = parsed.positionals[words]
  if (extra !== undefined) throw usage(`"${extra}" is one word too many`)
  return parsed
}

function parseStrictly<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  allowNegative: boolean,
) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      allowPositionals: true,
      strict: true,
      allowNegative,
    })
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : ''
    throw usage(reason, error)
  }
}

function usage(reason: string, cause?: unknown): CortadoError {
  return new CortadoError('USAGE', `${reason}. Run "cortado --help" to see what each command takes.`, { cause })
}

/** A whole number given as an option; undefined stays undefined. Throws `USAGE` naming the option. */
export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value)) {
    throw new CortadoError('USAGE', `--${name} takes a whole number, not "${text}".`)
  }
  return value
}

/** A number given as an option; undefined stays undefined. Throws `USAGE` naming the option. */
export function realNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value))
    throw new CortadoError('USAGE', `--${name} takes a number, not "${text}".`)
  return value
}

const BYTES = { '': 1, K: 1e3, M: 1e6, G: 1e9 }

/** An amount of memory such as `300MB` or `1.5GB`, in bytes; undefined stays undefined. Throws `USAGE`. */
export function memoryOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const match = /^(\d+(?:\.\d+)?)\s*([KMG]?)i?B?$/i.exec(text)
  const bytes = Math.round(Number(match?.[1] ?? 0) * BYTES[(match?.[2] ?? '').toUpperCase() as keyof typeof BYTES])
  if (bytes > 0) return bytes
  throw new CortadoError('USAGE', `--memory takes an amount such as 300MB or 1.5GB, not "${text}".`)
}

/** A device given as an option: `webgpu`, or `cuda:1`. Throws `USAGE`. */
export function deviceOption(text: string | undefined): DeviceWish | undefined {
  if (text === undefined) return undefined
  const device = DeviceWish.safeParse(text)
  if (device.success) return device.data
  throw new CortadoError('USAGE', `--device takes ${device.error.issues[0]?.message ?? 'a device'}, not "${text}".`)
}

/** One of a few words; undefined stays undefined. Throws `USAGE` with the list. */
export function choice<const T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined
  const found = choices.find((word) => word === text)
  if (found === undefined)
    throw new CortadoError('USAGE', `--${name} takes one of ${choices.join(', ')}, not "${text}".`)
  return found
}

/** `WIDTHxHEIGHT` in pixels. Throws `USAGE`. */
export function sizeOption(text: string | undefined): { width: number; height: number } | undefined {
  if (text === undefined) return undefined
  const match = /^(\d{1,6})x(\d{1,6})$/.exec(text)
  if (!match) throw new CortadoError('USAGE', `--size takes WIDTHxHEIGHT such as 128x128, not "${text}".`)
  return { width: Number(match[1]), height: Number(match[2]) }
}

/** A frame rate such as `24` or `30000/1001`; undefined stays undefined. Throws `USAGE`. */
export function rateOption(text: string | undefined): { num: number; den: number } | undefined {
  if (text === undefined) return undefined
  const match = /^([1-9]\d{0,6})(?:\/([1-9]\d{0,6}))?$/.exec(text)
  if (!match) throw new CortadoError('USAGE', `--rate takes a rate such as 24 or 30000/1001, not "${text}".`)
  return { num: Number(match[1]), den: Number(match[2] ?? 1) }
}

/** Leaves out the keys that are undefined, as exact optional properties want it. */
export function defined<T extends Record<string, unknown>>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

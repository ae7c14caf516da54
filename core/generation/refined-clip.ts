import { CortadoError } from '../errors.ts'
import type { Rate } from '../timeline/time.ts'
import type { RefineStep, Size } from './recipe.ts'

/** What a refinement changes of a clip. */
export interface ClipShape {
  size: Size
  frames: number
  rate: Rate
}

/** Where a new frame lies: `part / of` of the way from source frame `frame` to the next one. */
export interface Between {
  frame: number
  part: number
  of: number
}

/** Longest edge of a refined picture in pixels: what encoders and players still take. */
const EDGE_LIMIT = 16_384

/** The clip that comes out of refinements. Throws `SIZE_NOT_SUPPORTED`, or `INVALID_INPUT` for a rate that is no faster. */
export function refinedClip(clip: ClipShape, steps: readonly RefineStep[]): ClipShape {
  return steps.reduce(refinedBy, clip)
}

function refinedBy(clip: ClipShape, step: RefineStep): ClipShape {
  if (step.operation === 'upscale') {
    const size = { width: clip.size.width * step.factor, height: clip.size.height * step.factor }
    if (Math.max(size.width, size.height) <= EDGE_LIMIT) return { ...clip, size }
    throw new CortadoError(
      'SIZE_NOT_SUPPORTED',
      `${size.width} x ${size.height} pixels are too many; a picture may be ${EDGE_LIMIT} pixels wide or high. Use a smaller factor.`,
    )
  }
  return { ...clip, rate: step.rate, frames: interpolatedFrames(clip.frames, clip.rate, step.rate) }
}

/**
 * How many frames of the new rate last as long as the clip: the last one may begin within the last source frame, none
 * after its end. Exact for any rates. Throws `INVALID_INPUT` where the new rate is not faster.
 */
function interpolatedFrames(frames: number, from: Rate, to: Rate): number {
  const [gained, lost] = ratio(from, to)
  if (gained <= lost) {
    throw new CortadoError(
      'INVALID_INPUT',
      `The clip already has ${rateWords(from)} frames a second. Choose a rate above that.`,
    )
  }
  return Number((BigInt(frames) * gained + lost - 1n) / lost)
}

/**
 * The source moment that frame `index` of the new rate shows. After the last source frame there is nothing to move to,
 * so that one is held to the end of its time.
 */
export function betweenFrames(index: number, frames: number, from: Rate, to: Rate): Between {
  const [gained, lost] = ratio(from, to)
  const at = BigInt(index) * lost
  const frame = Number(at / gained)
  if (frame >= frames - 1) return { frame: frames - 1, part: 0, of: 1 }
  return { frame, part: Number(at % gained), of: Number(gained) }
}

/**
 * Whether an interpolator can get from one rate to another: always where it takes a time; else where every new frame lies
 * in the middle of two that are there, again and again.
 */
export function reaches(from: Rate, to: Rate, anyTime: boolean): boolean {
  const [gained, lost] = ratio(from, to)
  return anyTime || (lost === 1n && (gained & (gained - 1n)) === 0n)
}

/** to / from as a fraction in lowest terms. */
function ratio(from: Rate, to: Rate): [bigint, bigint] {
  const num = BigInt(to.num) * BigInt(from.den)
  const den = BigInt(to.den) * BigInt(from.num)
  const common = divisor(num, den)
  return [num / common, den / common]
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b)
}

/** "24", "23.976". */
export function rateWords({ num, den }: Rate): string {
  return String(Number((num / den).toFixed(3)))
}

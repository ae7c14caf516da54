import { CortadoError } from '../errors.ts'
import { frame } from './time.ts'
import type { SequenceHead } from './sequence.ts'
import type { Frame, Rate } from './time.ts'

/** Frames that a second of timecode counts: 23.976 counts as 24. */
function nominal(rate: Rate): number {
  return Math.round(rate.num / rate.den)
}

/** Numbers that drop-frame timecode skips a minute: 2 at 29.97, 4 at 59.94, none where the rate has no drop-frame form. */
function dropped(rate: Rate): number {
  const base = nominal(rate)
  return rate.den === 1001 && base % 30 === 0 ? base / 15 : 0
}

/** Whether a rate can be counted with drop-frame timecode. */
export function canDrop(rate: Rate): boolean {
  return dropped(rate) > 0
}

/**
 * Timecode `HH:MM:SS:FF` at the nominal rate, or drop-frame `HH:MM:SS;FF` (SMPTE ST 12-1: the first numbers of every minute
 * are skipped but for each tenth, so that the clock keeps up with the wall). Days do not wrap.
 */
export function timecode(frames: number, rate: Rate, drop = false): string {
  const base = nominal(rate)
  const skip = drop ? dropped(rate) : 0
  const number = skip > 0 ? numbered(frames, base, skip) : frames
  const seconds = Math.floor(number / base)
  const text = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(pad).join(':')
  return `${text}${skip > 0 ? ';' : ':'}${pad(number % base)}`
}

/** The frame number that drop-frame timecode gives to the n-th frame. */
function numbered(frames: number, base: number, skip: number): number {
  const perMinute = base * 60 - skip
  const perTen = base * 600 - skip * 9
  const tens = Math.floor(frames / perTen)
  const rest = frames - tens * perTen
  // The first minute of ten has all its numbers.
  const minutes = rest < base * 60 ? 0 : 1 + Math.floor((rest - base * 60) / perMinute)
  return frames + skip * (tens * 9 + minutes)
}

/** Timecode as a sequence counts it: drop-frame where it says so. */
export function sequenceTimecode(frames: number, sequence: Pick<SequenceHead, 'rate' | 'dropFrame'>): string {
  return timecode(frames, sequence.rate, sequence.dropFrame)
}

const TIMECODE = /^(\d{1,3})[:;.](\d{1,2})[:;.](\d{1,2})([:;.])(\d{1,2})$/

/**
 * The frame that a timecode names; a `;` before the frames reads it as drop-frame. Throws `INVALID_INPUT` where it is no
 * timecode, or one that drop-frame counting skips.
 */
export function parseTimecode(text: string, rate: Rate): Frame {
  const match = TIMECODE.exec(text.trim())
  const [hours, minutes, seconds, frames] = [1, 2, 3, 5].map((index) => Number(match?.[index]))
  const base = nominal(rate)
  const skip = match?.[4] === ';' ? dropped(rate) : 0
  const wrong =
    hours === undefined ||
    minutes === undefined ||
    seconds === undefined ||
    frames === undefined ||
    !(minutes < 60 && seconds < 60 && frames < base) ||
    (skip > 0 && minutes % 10 !== 0 && seconds === 0 && frames < skip)
  if (wrong) {
    throw new CortadoError('INVALID_INPUT', `"${text}" is not a timecode of this sequence. Write it as 00:00:10:00.`)
  }
  const inMinutes = hours * 60 + minutes
  return frame((inMinutes * 60 + seconds) * base + frames - skip * (inMinutes - Math.floor(inMinutes / 10)))
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

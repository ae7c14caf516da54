import { afterEach, expect, it } from 'vitest'
import { openSequence } from '../../../../core/timeline/document.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import { sampleAt } from '../../../../core/timeline/time.ts'
import { runClock } from '../../../../renderer/viewer/play-clock.ts'
import type { Heard, Screen } from '../../../../renderer/viewer/play-clock.ts'
import { transport } from '../../../../renderer/viewer/transport.ts'

const RATE = { num: 30_000, den: 1001 }
const MINUTES = 10

function film(): Sequence {
  const length = MINUTES * 60 * 30
  const clip = { id: 'clipnumber1', name: 'x', start: 0, length, offset: 0, available: null }
  const items = [{ ...clip, source: { kind: 'adjustment' as const } }]
  return openSequence({
    id: 'sequence1',
    name: 'Film',
    rate: RATE,
    size: { width: 64, height: 48 },
    tracks: [{ id: 'tracknumber1', kind: 'video', name: 'V1', items: items as never }],
  })
}

/** A window whose frames come when the test says so. */
function screen(): Screen & { show(now: number): void } {
  let waiting: ((now: number) => void)[] = []
  return {
    requestAnimationFrame: (tick) => waiting.push(tick),
    cancelAnimationFrame: () => (waiting = []),
    show: (now) => {
      const due = waiting
      waiting = []
      for (const tick of due) tick(now)
    },
  }
}

afterEach(() => transport.setState({ at: 0, speed: 0 }))

it('shows the frame of the sample that is heard for ten minutes, however the clock of the window runs', () => {
  const shown = screen()
  const { show } = shown
  const sequence = film()
  const from = sampleAt(100, RATE, 48_000)
  let heard: number | null = from
  const sound: Heard = { start: () => true, stop: () => undefined, seconds: () => heard && heard / 48_000 }
  const stop = runClock(() => sequence, sound, shown)
  transport.setState({ at: 100, speed: 1 })
  let furthest = 0
  // The window's clock is a hundredth fast, and its frames come late and unevenly.
  for (let late = 0; heard < from + MINUTES * 60 * 48_000 - 48_000 * 10; late = (late * 31 + 7) % 23) {
    heard += 700 + 90 * late
    show((heard / 48) * 1.01)
    const frame = transport.getState().at
    const exact = ((heard - from) / 48_000) * (RATE.num / RATE.den) + 100
    furthest = Math.max(furthest, Math.abs(exact - 0.5 - frame))
  }
  // The frame on screen is the one that the sample lies in.
  expect(furthest).toBeLessThanOrEqual(0.5001)

  // Where the sound fails, the window's clock goes on from there.
  const last = transport.getState().at
  heard = null
  show(1_000_000)
  show(1_000_000 + 1001)
  expect(transport.getState().at).toBe(last + 30)
  stop()
})

import { describe, expect, it } from 'vitest'
import { CLEAN, cleanClip } from './clean-clips.ts'
import { reviewed } from './reviewed.ts'

const EACH = 10
/** The machine may be busy; alone this takes about a quarter of a minute. */
const PATIENCE = 900_000

describe('footage without a defect', () => {
  it(
    'raises a false alarm in at most 2 % of 200 clips',
    () => {
      const clips = Object.keys(CLEAN).flatMap((name) => Array.from({ length: EACH }, (_, seed) => ({ name, seed })))
      expect(clips).toHaveLength(200)
      const alarms = clips.flatMap(({ name, seed }) =>
        reviewed(cleanClip(name, seed)).findings.map(({ kind, from, to }) => `${name} ${seed}: ${kind} ${from}-${to}`),
      )
      const alarmed = new Set(alarms.map((alarm) => alarm.split(':')[0]))
      expect(alarmed.size, alarms.join('\n')).toBeLessThanOrEqual(4)
    },
    PATIENCE,
  )

  it('is called a still where nothing changes, and is no defect', () => {
    const [frame] = cleanClip('a still subject', 3, 1)
    if (!frame) throw new Error('no frame')
    const review = reviewed(Array.from({ length: 16 }, () => frame))
    expect(review).toMatchObject({ still: true, findings: [], figures: { motion: 0, change: 0, trouble: 0 } })
  })

  it('tells the length of a bounce that comes back, without an alarm', () => {
    const seed = [0, 1, 2, 3, 4, 5].find((seed) => reviewed(cleanClip('bounces', seed, 32)).cycle !== null)
    expect(seed).toBeDefined()
    expect(reviewed(cleanClip('bounces', seed ?? 0, 32)).findings).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { cleanClip } from './clean-clips.ts'
import { DEFECTS, planted } from './planted.ts'
import { reviewed } from './reviewed.ts'

const PATIENCE = 900_000
const FRAMES = 24
const SEEDS = [0, 1, 2]

/** Clips that move from the first frame to the last. */
const MOVING = ['grain', 'zooms', 'pans', 'spins and circles', 'falls like a leaf', 'one crosses another']
/** Clips in which every part of the picture lives, so that nothing in nature comes back exactly. */
const LIVING = ['zooms', 'pans', 'a shaking camera', 'grain']
/** Clips whose camera stands. */
const STANDING = ['slow motion', 'bounces', 'grain', 'spins and circles', 'one crosses another', 'falls like a leaf']

/** Where a defect can be told from the footage at all, and which share of them must be found there. */
const WHERE: Readonly<Record<string, { clips: readonly string[]; share: number }>> = {
  'a freeze in the middle': { clips: MOVING, share: 0.95 },
  'a freeze that goes on where it stopped': { clips: MOVING, share: 0.95 },
  'a frozen end': { clips: LIVING, share: 0.9 },
  'a cut to another scene': { clips: MOVING, share: 0.95 },
  'one frame of another scene': { clips: MOVING, share: 0.95 },
  'dropped frames': { clips: ['pans', 'zooms', 'one crosses another'], share: 0.75 },
  'light that alternates': { clips: [...MOVING, ...STANDING], share: 0.97 },
  'light at random': { clips: [...MOVING, ...STANDING], share: 0.97 },
  'colour that alternates': { clips: [...MOVING, ...STANDING], share: 0.97 },
  'a loop': { clips: LIVING, share: 0.9 },
  'a clip that turns back': { clips: LIVING, share: 0.9 },
  'colour that drifts': { clips: STANDING, share: 0.7 },
  'light that drifts': { clips: STANDING, share: 0.7 },
  'black frames': { clips: MOVING, share: 0.97 },
}

const drawn = new Map<string, ReturnType<typeof cleanClip>>()

/** A clean clip of the usual length, drawn once: every defect is planted into the same ones. */
function clipOf(name: string, seed: number): ReturnType<typeof cleanClip> {
  const key = `${name} ${seed}`
  const clip = drawn.get(key) ?? cleanClip(name, seed, FRAMES)
  drawn.set(key, clip)
  return clip
}

describe('a planted defect', () => {
  it.each(Object.entries(WHERE))(
    'is found: %s',
    (name, { clips, share }) => {
      const tried = clips.flatMap((clip) => SEEDS.map((seed) => ({ clip, seed })))
      const missed = tried.filter(({ clip, seed }) => {
        const other = clipOf(clip === 'pans' ? 'zooms' : 'pans', seed + 50)
        const { findings } = reviewed(planted(name, clipOf(clip, seed), other, seed))
        return !findings.some(({ kind }) => kind === DEFECTS[name]?.kind)
      })
      const list = missed.map(({ clip, seed }) => `${clip} ${seed}`).join(', ')
      expect(1 - missed.length / tried.length, `missed in ${list}`).toBeGreaterThanOrEqual(share)
    },
    PATIENCE,
  )

  it('is found where it is', () => {
    const clip = cleanClip('pans', 1, FRAMES)
    const frozen = reviewed(clip.map((frame, at) => (at > 9 && at < 14 ? (clip[9] ?? frame) : frame)))
    expect(frozen.findings).toContainEqual(expect.objectContaining({ kind: 'frozen', from: 9, to: 13 }))
    const cut = reviewed([...clip.slice(0, 12), ...cleanClip('zooms', 8, 12)])
    expect(cut.findings).toMatchObject([{ kind: 'jump', from: 11, to: 12 }])
    const looped = reviewed([...clip.slice(0, 12), ...clip.slice(0, 12)])
    expect(looped.findings).toContainEqual(expect.objectContaining({ kind: 'loop', from: 12, to: 23 }))
  })

  it('is found where light burns out', () => {
    const clip = cleanClip('grain', 4, FRAMES)
    const burnt = clip.map((frame, at) =>
      at < 15 ? frame : { ...frame, rgb: frame.rgb.map((v) => Math.min(255, v * 2 + 150)) },
    )
    expect(reviewed(burnt).findings.map(({ kind }) => kind)).toContain('clipped')
  })
})

describe('footage that is hardly footage', () => {
  const flat = (value: number) => ({ width: 64, height: 36, rgb: new Uint8Array(3 * 64 * 36).fill(value) })

  it('gets a review all the same: one frame, two frames, nothing but black', () => {
    expect(reviewed([cleanClip('pans', 1, 1)[0] ?? flat(0)])).toMatchObject({ frames: 1, still: true, findings: [] })
    expect(reviewed(cleanClip('pans', 1, 2))).toMatchObject({ frames: 2, findings: [] })
    expect(reviewed([flat(0), flat(0), flat(0)]).findings).toMatchObject([{ kind: 'blank', from: 0, to: 2 }])
  })

  it('is refused without a frame', () => {
    expect(() => reviewed([])).toThrow(RangeError)
  })

  it('has a value of every curve for every frame', () => {
    const { curves, frames } = reviewed(cleanClip('rain and snow', 2, 16))
    for (const curve of Object.values(curves)) {
      expect(curve).toHaveLength(frames)
      expect(curve.every(Number.isFinite)).toBe(true)
    }
  })
})

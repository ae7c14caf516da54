import { filmData, p95, randoms } from './films.ts'

/** A clip as editors with a flat list keep it: seconds, and the number of its track. */
interface FlatClip {
  id: string
  name: string
  trackIndex: number
  startTime: number
  duration: number
  trimStart: number
}

type Timeline = readonly FlatClip[]

/** The everyday edits over one array of all clips, looked through from its beginning each time, as rivals write them. */
const EDITS: readonly ((clips: Timeline, id: string, at: number) => Timeline)[] = [
  // Trim.
  (clips, id) => clips.map((clip) => (clip.id === id ? { ...clip, duration: clip.duration - 0.1 } : clip)),
  // Move.
  (clips, id, at) => clips.map((clip) => (clip.id === id ? { ...clip, startTime: at } : clip)),
  // Blade.
  (clips, id) =>
    clips.flatMap((clip) =>
      clip.id === id
        ? [
            { ...clip, duration: clip.duration / 2 },
            { ...clip, id: `${id}b`, startTime: clip.startTime + clip.duration / 2, duration: clip.duration / 2 },
          ]
        : [clip],
    ),
  // Ripple delete.
  (clips, id) => {
    const gone = clips.find((clip) => clip.id === id)
    if (!gone) return clips
    return clips.flatMap((clip) => {
      if (clip.id === id) return []
      return [clip.startTime > gone.startTime ? { ...clip, startTime: clip.startTime - gone.duration } : clip]
    })
  },
  // Insert.
  (clips, id, at) => [
    ...clips.map((clip) => (clip.startTime >= at ? { ...clip, startTime: clip.startTime + 2 } : clip)),
    { id: `${id}n`, name: 'new', trackIndex: 0, startTime: at, duration: 2, trimStart: 0 },
  ],
]

export interface RivalTimes {
  clips: number
  /** An edit alone, on arrays that are looked through. */
  array: number
  /** An edit with the copy of the whole document that undo goes back to. */
  snapshot: number
  /** The whole document as the text that is written after an edit. */
  save: number
}

/** Times the everyday edits as rivals make them: milliseconds, 95th percentile. */
export function timeRivals(clips: number, rounds: number): RivalTimes {
  const data = filmData(clips, 'shot0001')
  const flat: Timeline = data.tracks.flatMap((track, trackIndex) =>
    track.items.map(({ id, name, start, length, offset }) => ({
      id,
      name,
      trackIndex,
      startTime: start / 24,
      duration: length / 24,
      trimStart: offset / 24,
    })),
  )
  const random = randoms(clips + 7)
  const times = { array: [] as number[], snapshot: [] as number[], save: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    for (const edit of EDITS) {
      const id = flat[random() % flat.length]?.id ?? ''
      const at = random() % 1000
      const started = performance.now()
      const next = edit(flat, id, at)
      const edited = performance.now()
      structuredClone(next)
      const copied = performance.now()
      JSON.stringify(next)
      times.save.push(performance.now() - copied)
      times.array.push(edited - started)
      times.snapshot.push(copied - started)
    }
  }
  return { clips, array: p95(times.array), snapshot: p95(times.snapshot), save: p95(times.save) }
}

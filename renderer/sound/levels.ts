import type { StereoBlock } from '../../core/render/mix.ts'

/** Samples that one level stands for, and how many levels are kept: some ten seconds. */
const EACH = 800
const KEPT = 640

/** The loudest samples of what was mixed, by their place in the film, so that a meter shows what is heard and not what is mixed. */
export class Levels {
  #levels = new Map<number, [left: number, right: number]>()

  /** Takes a block that begins at a sample of the film. What was known of that stretch is replaced. */
  put(from: number, { left, right }: StereoBlock): void {
    const fresh = new Map<number, [number, number]>()
    for (let at = 0; at < left.length; at += 1) {
      const place = Math.floor((from + at) / EACH)
      const level = fresh.get(place) ?? [0, 0]
      fresh.set(place, [Math.max(level[0], Math.abs(left[at] ?? 0)), Math.max(level[1], Math.abs(right[at] ?? 0))])
    }
    for (const [place, level] of fresh) {
      this.#levels.delete(place)
      this.#levels.set(place, level)
    }
    for (const oldest of this.#levels.keys()) {
      if (this.#levels.size <= KEPT) break
      this.#levels.delete(oldest)
    }
  }

  /** The loudest sample a side around a sample of the film; 1 is full scale. */
  at(sample: number): [left: number, right: number] {
    return this.#levels.get(Math.floor(sample / EACH)) ?? [0, 0]
  }
}

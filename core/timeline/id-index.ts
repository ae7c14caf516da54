const BUCKETS = 1024

type Bucket = readonly (string | number)[]
const EMPTY: Bucket = []

/** Which run of a track holds a clip. Unchangeable: another one shares all that it does not change. */
export class IdIndex {
  static readonly empty = new IdIndex(Array.from({ length: BUCKETS }, () => EMPTY))
  readonly #buckets: readonly Bucket[]

  private constructor(buckets: readonly Bucket[]) {
    this.#buckets = buckets
  }

  get(id: string): number | undefined {
    const bucket = this.#buckets[hash(id)] ?? EMPTY
    const at = bucket.indexOf(id)
    return at < 0 ? undefined : (bucket[at + 1] as number)
  }

  /** With these ids in these runs, and without those whose run is null. */
  with(changes: Iterable<readonly [id: string, run: number | null]>): IdIndex {
    const buckets = [...this.#buckets]
    const own = new Set<number>()
    for (const [id, run] of changes) {
      const at = hash(id)
      const bucket = own.has(at) ? (buckets[at] as (string | number)[]) : [...(buckets[at] ?? EMPTY)]
      own.add(at)
      buckets[at] = bucket
      const place = bucket.indexOf(id)
      if (run === null) {
        if (place >= 0) bucket.splice(place, 2)
      } else if (place >= 0) bucket[place + 1] = run
      else bucket.push(id, run)
    }
    return new IdIndex(buckets)
  }
}

/** FNV-1a over the characters. */
function hash(id: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < id.length; index += 1) value = Math.imul(value ^ id.charCodeAt(index), 0x01000193)
  return (value >>> 0) % BUCKETS
}

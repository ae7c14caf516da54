const BUCKETS = 1024

/** The id of a clip, or the key of a run. */
export type Name = string | number

/** Threes of a hash, a name and the run that holds it: hashes are compared first, so that no other name is looked at. */
type Bucket = readonly Name[]
const EMPTY: Bucket = []

/** Which run of a track holds a clip or another run. Unchangeable: another one shares all that it does not change. */
export class IdIndex {
  static readonly empty = new IdIndex(Array.from({ length: BUCKETS }, () => EMPTY))
  readonly #buckets: readonly Bucket[]

  private constructor(buckets: readonly Bucket[]) {
    this.#buckets = buckets
  }

  get(name: Name): number | undefined {
    const code = hash(name)
    const bucket = this.#buckets[code % BUCKETS] ?? EMPTY
    return bucket[placeOf(bucket, code, name) + 2] as number | undefined
  }

  /** With these names in these runs, and without those whose run is null. Of several for one name the last counts. */
  with(changes: Iterable<readonly [name: Name, run: number | null]>): IdIndex {
    const buckets = [...this.#buckets]
    const own = new Set<number>()
    for (const [name, run] of changes) {
      const code = hash(name)
      const at = code % BUCKETS
      const bucket = own.has(at) ? (buckets[at] as Name[]) : [...(buckets[at] ?? EMPTY)]
      own.add(at)
      buckets[at] = bucket
      const place = placeOf(bucket, code, name)
      if (run === null) bucket.splice(place, 3)
      else if (place < bucket.length) bucket[place + 2] = run
      else bucket.push(code, name, run)
    }
    return new IdIndex(buckets)
  }
}

/** Where a name lies in a bucket, or the bucket's length. */
function placeOf(bucket: Bucket, code: number, name: Name): number {
  let at = 0
  while (at < bucket.length && (bucket[at] !== code || bucket[at + 1] !== name)) at += 3
  return at
}

/** FNV-1a over the characters; Fibonacci hashing of a key. Thirty bits, which are a small integer everywhere. */
function hash(name: Name): number {
  if (typeof name === 'number') return Math.imul(name + 1, 0x9e3779b1) >>> 2
  let value = 0x811c9dc5
  for (let index = 0; index < name.length; index += 1) value = Math.imul(value ^ name.charCodeAt(index), 0x01000193)
  return value >>> 2
}

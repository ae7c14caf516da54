/** Makes indexes of lists by a key. The same list gives the same index, so that it is built once a change and not once a question. */
export function indexBy<T>(keyOf: (one: T) => string): (list: readonly T[]) => ReadonlyMap<string, T> {
  const known = new WeakMap<readonly T[], ReadonlyMap<string, T>>()
  return (list) => {
    const index = known.get(list) ?? new Map(list.map((one) => [keyOf(one), one]))
    known.set(list, index)
    return index
  }
}

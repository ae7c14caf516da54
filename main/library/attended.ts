import type { Store } from './store.ts'

/** When somebody last looked at what the queue does, in milliseconds since 1970. */
export interface Attended {
  /** Null where nobody did yet. */
  last(): number | null
  /** Somebody looks now. */
  mark(): number
}

export function createAttended(store: Store): Attended {
  const last = store.db.prepare<[], { at: number }>('SELECT at FROM attended')
  const put = store.db.prepare<[number]>(
    'INSERT INTO attended (slot, at) VALUES (1, ?) ON CONFLICT (slot) DO UPDATE SET at = excluded.at',
  )
  return {
    last: () => store.read(() => last.get())?.at ?? null,
    mark() {
      const now = Date.now()
      store.write(() => put.run(now))
      return now
    },
  }
}

import type { StudioEvent } from '../../core/contract/events.ts'

export interface Listener {
  /** Opens the stream; rejects where the studio cannot be reached. */
  connect: (signal: AbortSignal) => Promise<AsyncIterable<StudioEvent>>
  onEvent: (event: StudioEvent) => void
  /** True once the stream stands, false when it broke. Lists may have changed in between: read them again. */
  onOnline: (online: boolean) => void
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5000

/** Listens until the signal aborts; a stream that ends or breaks is opened again, with growing pauses. */
export async function listen(listener: Listener, signal: AbortSignal): Promise<void> {
  let pause = FIRST_WAIT_MS
  while (!signal.aborted) {
    try {
      const stream = await listener.connect(signal)
      listener.onOnline(true)
      pause = FIRST_WAIT_MS
      for await (const event of stream) {
        if (signal.aborted) return
        listener.onEvent(event)
      }
    } catch (error) {
      // Why it broke does not change what to do; the console keeps it for whoever looks.
      if (!signal.aborted) console.warn('The event stream broke and is opened again.', error)
    }
    if (signal.aborted) return
    listener.onOnline(false)
    await listener.wait(pause, signal)
    pause = Math.min(LONGEST_WAIT_MS, pause * 2)
  }
}

/** A pause that an abort ends early. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
  })
}

import { EventEmitter, on } from 'node:events'
import type { StudioEvent } from '../../core/contract/events.ts'

/** Hands every event to every listener. */
export interface EventBus {
  publish(event: StudioEvent): void
  /** `ready`, then everything from now on, until the signal aborts. */
  listen(signal: AbortSignal): AsyncIterable<StudioEvent>
}

export function createEventBus(): EventBus {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    publish: (event) => void emitter.emit('event', event),
    async *listen(signal) {
      if (signal.aborted) return
      const events = on(emitter, 'event', { signal })
      try {
        yield { type: 'ready' }
        for await (const [event] of events) yield event as StudioEvent
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
  }
}

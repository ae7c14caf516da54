import { on, EventEmitter } from 'node:events'
import type { StudioEvent } from '../../core/contract/events.ts'

export interface EventHub {
  send(event: StudioEvent): void
  listen(signal: AbortSignal): AsyncGenerator<StudioEvent>
  listeners(): number
}

/** Hands every event to every listener; a listener hears `ready` first. */
export function eventHub(): EventHub {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    send: (event) => void emitter.emit('event', event),
    listeners: () => emitter.listenerCount('event'),
    async *listen(signal) {
      const events = on(emitter, 'event', { signal })
      try {
        yield { type: 'ready' }
        for await (const [event] of events) yield event as StudioEvent
      } catch (error) {
        if (!signal.aborted) throw error
      } finally {
        await events.return?.()
      }
    },
  }
}

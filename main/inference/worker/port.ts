import type { FromWorker } from './protocol.ts'

/** The worker's line to main. */
export interface ParentPort {
  send(message: FromWorker): void
  onMessage(listener: (message: unknown) => void): void
  /** Main has gone away. */
  onClose(listener: () => void): void
}

/** What Electron puts on `process` in a utility process (its `ParentPort`). */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** Finds the parent: Electron's port in a utility process, else the IPC channel of a forked Node process. */
export function openParentPort(): ParentPort {
  const utility = (process as { parentPort?: UtilityPort }).parentPort
  if (utility !== undefined) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Electron, not a window
      send: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', (event) => listener(event.data)),
      // Chromium ends a utility process together with its parent.
      onClose: () => undefined,
    }
  }
  if (process.send === undefined) throw new Error('The inference worker was not started by the studio.')
  return {
    send: (message) => {
      if (process.connected) process.send?.(message)
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  }
}

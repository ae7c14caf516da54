/** A window as the history knows it, and since when it has been open, in milliseconds since 1970. */
export interface Hand {
  name: string
  since: number
}

const WINDOW = 'window '

/** This window, for as long as it stays open: another one has another name. */
export function thisWindow(id: string): Hand {
  return { name: `${WINDOW}${id}`, since: Date.now() }
}

/**
 * Who made an edit, in words, where it was not this window: another window or program since this one was opened, or one that
 * says its name. Null for all the rest, as an editor's own work of yesterday came from another window too.
 */
export function madeBy(made: { by: string | null; at: number }, hand: Hand): string | null {
  const { by, at } = made
  if (by === hand.name) return null
  if (by !== null && !by.startsWith(WINDOW)) return by
  if (at < hand.since) return null
  return by === null ? 'another program' : 'another window'
}

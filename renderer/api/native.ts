/** What the Electron preload offers; undefined in a browser. */
export interface NativeBridge {
  /** Commands chosen in the application menu. Returns a function that stops listening. */
  onCommand?: (listener: (command: string) => void) => (() => void) | void
  /** Asks for a project folder; null when the user changed their mind. */
  openProjectFolder?: () => Promise<string | null>
  /** Asks for the folder or the ZIP of a pack; null when the user changed their mind. */
  openPack?: (kind: 'folder' | 'zip') => Promise<string | null>
  /** Asks for files to import; none when the user changed their mind. */
  openMedia?: () => Promise<string[]>
  /** The paths of dropped files, which may be imported from then on. */
  dropped?: (files: readonly File[]) => Promise<string[]>
  /** Asks where a film goes; null when the user changed their mind. */
  saveFilm?: (name: string) => Promise<string | null>
}

declare global {
  interface Window {
    cortado?: NativeBridge
  }
}

/** The preload's bridge, where there is one. */
export function nativeBridge(): NativeBridge | undefined {
  return window.cortado
}

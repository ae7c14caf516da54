/** The few things that a page cannot do by itself, offered as `window.cortado` in the desktop studio. */
export interface NativeBridge {
  platform: string
  /** Hears commands chosen in the application menu; gives back how to stop. */
  onCommand(listener: (id: string) => void): () => void
  /** Asks for a project folder; null when the user changed their mind. */
  openProjectFolder(): Promise<string | null>
  /** Asks for the folder or the ZIP of a pack; null when the user changed their mind. */
  openPack(kind: 'folder' | 'zip'): Promise<string | null>
  /** Asks where a film goes; null when the user changed their mind. */
  saveFilm(name: string): Promise<string | null>
  /** Asks for files to import; none when the user changed their mind. */
  openMedia(): Promise<string[]>
  /** The paths of dropped files, which may be imported from then on. */
  dropped(files: readonly File[]): Promise<string[]>
}

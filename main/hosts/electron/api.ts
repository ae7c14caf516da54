import type * as Electron from 'electron'

/** The parts of Electron that this door uses. Given from outside, because nothing that a test loads may import its value. */
export type ElectronApi = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'Menu' | 'protocol' | 'session' | 'utilityProcess'
>

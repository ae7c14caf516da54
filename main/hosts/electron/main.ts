import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, protocol, session, utilityProcess } from 'electron'
import { openStudio } from '../../studio/open-studio.ts'
import { boot } from './boot.ts'

// Built files of the window lie beside the archive: they are served in ranges, which an archive cannot give.
const rendererFolder = join(app.getAppPath(), 'dist', 'renderer').replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')

boot({
  electron: { app, BrowserWindow, dialog, Menu, protocol, session, utilityProcess },
  openStudio: ({ spawn }) => openStudio({ runJobs: true, spawn }),
  programFolder: import.meta.dirname,
  rendererFolder,
})

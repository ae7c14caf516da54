import { studioGrants } from '../../grants.ts'
import { createHandler } from '../../handler/index.ts'
import type { Studio } from '../../studio/studio.ts'
import { openWebDoor } from './index.ts'
import type { WebDoor } from './index.ts'

interface ServeOptions {
  studio: Studio
  /** The built window. */
  rendererFolder: string
  port?: number | undefined
  /** An interface beyond loopback: only when the user said so. */
  listen?: string | undefined
  bearer?: string | undefined
}

/** Opens the web door on a studio. Its clients may name paths in the projects folder and of recent projects only. */
export async function serveStudio({ studio, rendererFolder, ...door }: ServeOptions): Promise<WebDoor> {
  const { version } = await studio.status()
  const handler = createHandler({ studio, grants: studioGrants(studio), rendererFolder, version })
  return await openWebDoor({ handler, ...door })
}

import { afterAll, afterEach, beforeAll, test } from 'vitest'
import { ffprobe } from './probe-film.ts'
import { startStudio, temporaryHome } from './running-studio.ts'
import type { RunningStudio } from './running-studio.ts'
import { noWindow, openBrowser } from './window.ts'
import type { StudioBrowser } from './window.ts'

/** What the tests of one file share: a home, the real studio on it, and a browser that was let in. */
interface Stage {
  readonly home: string
  readonly studio: RunningStudio
  readonly browser: StudioBrowser
  /** Starts the studio again on the same home and lets the browser in. */
  restart(how: 'stop' | 'kill'): Promise<void>
  /** Kills the studio and starts it again at the same place, with every page left open; `meanwhile` there is none. */
  strike(meanwhile: () => Promise<void>): Promise<void>
}

/** Sets the stage for a file of tests; `prepare` runs on the studio before the browser comes. */
export function useStudio(prepare?: (studio: RunningStudio) => Promise<void>): Stage {
  let home: Awaited<ReturnType<typeof temporaryHome>>
  let studio: RunningStudio | undefined
  let browser: StudioBrowser | undefined
  beforeAll(async () => {
    home = await temporaryHome()
    if (noWindow !== null) return
    studio = await startStudio(home.path)
    await prepare?.(studio)
    browser = await openBrowser(studio.address)
  })
  afterEach(async () => browser?.closePages())
  afterAll(async () => {
    await browser?.close()
    await studio?.kill()
    await home.remove()
  })
  return {
    get home() {
      return home.path
    },
    get studio() {
      return there(studio)
    },
    get browser() {
      return there(browser)
    },
    async restart(how) {
      await there(studio)[how]()
      studio = await startStudio(home.path)
      await there(browser).enter(studio.address)
    },
    async strike(meanwhile) {
      const { port } = new URL(there(studio).origin)
      await there(studio).kill()
      await meanwhile()
      studio = await startStudio(home.path, Number(port))
      await there(browser).enter(studio.address, 'stay')
    },
  }
}

function there<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('the stage is not set')
  return thing
}

/** A test in the window; where something it needs is missing, it is skipped by name. */
export function windowTest(name: string, run: () => Promise<void>, needs: { ffprobe?: boolean } = {}): void {
  const missing = noWindow ?? (needs.ffprobe === true && ffprobe === null ? 'no ffprobe is on this machine' : null)
  test.skipIf(missing !== null)(`${name}${missing === null ? '' : ` (skipped: ${missing})`}`, run, 600_000)
}

import { chromium } from 'playwright-core'
import type { BrowserContext, Page } from 'playwright-core'
import { findChromium } from '../../../scripts/setup/find-chromium.ts'

const program = findChromium()
/** Why the tests in a window cannot run here; null where they can. */
export const noWindow: string | null = program === null ? 'no Chromium is on this machine' : null

/** A Chromium of its own, let into one studio, whose pages are watched for everything that must not happen in them. */
export interface StudioBrowser {
  /** A new page on the studio. Those that are open stay open. */
  open(): Promise<Page>
  closePages(): Promise<void>
  /** Goes to a studio that was started again, with the same profile. Pages are closed, unless they are to stay. */
  enter(address: string, pages?: 'stay'): Promise<void>
  /**
   * What went wrong since the last call: an error or a warning in the console, a script that threw, a breach of the
   * content security policy, a request that left loopback.
   */
  troubles(): string[]
  close(): Promise<void>
}

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a Chromium and lets it into the studio at a fresh address. */
export async function openBrowser(address: string): Promise<StudioBrowser> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath: program ?? '', args: [...QUIET, ...asRoot] })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  // Several times what a quiet machine needs: the one that runs the tests may be busy.
  context.setDefaultTimeout(120_000)
  const troubles: string[] = []
  await watch(context, troubles)
  let origin = ''
  const closePages = async (): Promise<void> => void (await Promise.all(context.pages().map((page) => page.close())))
  const enter = async (next: string, pages?: 'stay'): Promise<void> => {
    if (pages !== 'stay') await closePages()
    origin = new URL(next).origin
    const page = await context.newPage()
    await page.goto(next)
    await page.close()
    troubles.length = 0
  }
  await enter(address)
  return {
    open: async () => {
      const page = await context.newPage()
      await page.goto(origin)
      return page
    },
    closePages,
    enter,
    troubles: () => troubles.splice(0),
    close: () => browser.close(),
  }
}

async function watch(context: BrowserContext, troubles: string[]): Promise<void> {
  context.on('request', (request) => {
    const url = new URL(request.url())
    const local = url.protocol === 'data:' || url.protocol === 'blob:' || url.hostname === '127.0.0.1'
    if (!local) troubles.push(`a request left the machine: ${request.url()}`)
  })
  context.on('weberror', (error) => troubles.push(`a script threw: ${error.error().stack ?? error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      troubles.push(`the console says: ${message.text()} (${message.location().url})`)
  })
  await context.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        console.error(`content security policy: ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`)
      },
    )
  })
}

/** The scheme of the window's pages and calls. */
export const SCHEME = 'studio'
/** The one host of the scheme, so that the window has one origin. */
const HOST = 'app'
export const HOME = `${SCHEME}://${HOST}/`

/** True for an address of the studio itself. */
export function isStudioUrl(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === `${SCHEME}:` && new URL(url).host === HOST
}

import type { IncomingMessage } from 'node:http'
import { refuse } from '../../handler/refuse.ts'
import type { Keys } from './keys.ts'

interface GuardOptions {
  keys: Keys
  /** Hosts with port that a request may name, such as "127.0.0.1:4173"; null once the user opened the door to the network. */
  hosts: readonly string[] | null
  cookie: string
}

type Check = (message: IncomingMessage, url: URL) => Response | null

/**
 * The checks before the handler; null lets a request pass. The Host must be ours (against DNS rebinding), nothing may come from
 * another origin (against other pages in the same browser), and the client must hold a key.
 */
export function createGuard({ keys, hosts, cookie }: GuardOptions): Check {
  return (message, url) => {
    const { host = '', origin } = message.headers
    if (hosts && !hosts.includes(host.toLowerCase())) {
      return refuse('UNAUTHORISED', 'This address is not the one that the studio printed. Use that one.', 421)
    }
    if (origin !== undefined && origin !== `http://${host}`) return foreign()
    if (isFromElsewhere(message)) return foreign()
    const token = url.pathname === '/' ? url.searchParams.get('token') : null
    const known = hasKey(message, keys, cookie)
    if (token !== null && message.method === 'GET') {
      const session = keys.exchange(token)
      if (session !== null) return enter(`${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`)
      if (known) return enter(null)
    }
    if (known) return null
    const sentence = 'This address was used before or is not complete. Ask the studio for a fresh one.'
    return wantsPage(message) ? page(sentence) : refuse('UNAUTHORISED', sentence)
  }
}

function isFromElsewhere(message: IncomingMessage): boolean {
  const site = message.headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  // Following a link to the studio is fine; a page that loads parts of it is not.
  return !(message.method === 'GET' && message.headers['sec-fetch-dest'] === 'document')
}

function hasKey(message: IncomingMessage, keys: Keys, cookie: string): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(message.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return keys.isBearer(bearer)
  const prefix = `${cookie}=`
  const part = (message.headers.cookie ?? '').split(';').find((entry) => entry.trim().startsWith(prefix))
  return part !== undefined && keys.isSession(part.trim().slice(prefix.length))
}

function wantsPage(message: IncomingMessage): boolean {
  return message.method === 'GET' && (message.headers.accept ?? '').includes('text/html')
}

function enter(setCookie: string | null): Response {
  return new Response(null, { status: 303, headers: { location: '/', ...(setCookie && { 'set-cookie': setCookie }) } })
}

function foreign(): Response {
  return refuse('UNAUTHORISED', 'Another page may not use the studio. Open the studio in a tab of its own.', 403)
}

function page(sentence: string): Response {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Cortado</title><h1>Cortado</h1><p>${sentence}</p>`
  return new Response(body, { status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } })
}

import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CortadoError } from '../../../core/errors.ts'
import type { Handler } from '../../handler/index.ts'
import { secured } from '../../handler/headers.ts'
import { refuse } from '../../handler/refuse.ts'
import { sendResponse, toRequest } from './exchange.ts'
import { createGuard } from './guard.ts'
import { createKeys, randomKey } from './keys.ts'

interface WebDoorOptions {
  handler: Handler
  /** 0 or left out takes a free port. */
  port?: number | undefined
  /** An interface beyond loopback, such as "0.0.0.0": only when the user said so. */
  listen?: string | undefined
  /** The key that scripts send as `Authorization: Bearer`; drawn at random where it is left out. */
  bearer?: string | undefined
}

/** The running web door. */
export interface WebDoor {
  /** Such as "http://127.0.0.1:4173". */
  origin: string
  bearer: string
  /** A fresh address whose token opens the studio in one browser, once. */
  address(): string
  close(): Promise<void>
}

/** Serves the handler over HTTP on loopback. Throws `INVALID_INPUT` when the port cannot be had. */
export async function openWebDoor({
  handler,
  port = 0,
  listen,
  bearer = randomKey(),
}: WebDoorOptions): Promise<WebDoor> {
  const keys = createKeys(bearer)
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000 })
  const bound = await listenOn(server, port, listen ?? '127.0.0.1')
  const hosts = listen === undefined ? [`127.0.0.1:${bound}`, `localhost:${bound}`] : null
  // Cookies do not tell ports apart; the name does, so that two studios on one machine do not log each other out.
  const guard = createGuard({ keys, hosts, cookie: `cortado_${bound}` })

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = requestUrl(message, bound)
    if (!url) return await sendResponse(secured(refuse('INVALID_INPUT', 'That address cannot be read.')), response)
    const refusal = guard(message, url)
    await sendResponse(refusal ? secured(refusal) : await handler(toRequest(message, response, url)), response)
  }
  server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    answer(message, response).catch((error: unknown) => {
      // A client that leaves in mid-answer is no failure of ours.
      if (!response.destroyed) process.stderr.write(`cortado: ${String(error)}\n`)
      response.destroy()
    })
  })

  const origin = `http://127.0.0.1:${bound}`
  return {
    origin,
    bearer,
    address: () => `${origin}/?token=${keys.issueToken()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function requestUrl(message: IncomingMessage, port: number): URL | null {
  const target = message.url ?? ''
  // An absolute target would choose its own host; a path of two slashes would too.
  if (!target.startsWith('/')) return null
  const base = `http://${message.headers.host ?? `127.0.0.1:${port}`}`
  return URL.canParse(base + target) ? new URL(base + target) : null
}

async function listenOn(server: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  } catch (error) {
    throw new CortadoError('INVALID_INPUT', `Port ${port} on ${host} cannot be used. Choose another with --port.`, {
      cause: error,
    })
  }
  return (server.address() as AddressInfo).port
}

import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { CortadoError } from '../../../core/errors.ts'
import type { Client } from './session.ts'

/**
 * The client of a studio that runs elsewhere, as `serve` or the window runs one. `key` is what `serve` printed. Every call
 * throws `NOT_FOUND` where nobody answers and `UNAUTHORISED` where the key does not fit. Throws `USAGE` for what is no address.
 */
export function remoteClient(address: string, key: string | undefined): Client {
  const origin = originOf(address)
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const ask = async (request: Request, init?: RequestInit): Promise<Response> => {
    const answer = await fetch(request, init).catch((cause: unknown) => {
      throw new CortadoError(
        'NOT_FOUND',
        `No studio answers at ${origin}. Start one with "serve", or correct --studio.`,
        {
          cause,
        },
      )
    })
    if (answer.status !== 401) return answer
    throw new CortadoError(
      'UNAUTHORISED',
      `The studio at ${origin} wants its key: set CORTADO_BEARER to what "serve" printed.`,
    )
  }
  return createORPCClient(new RPCLink({ url: `${origin}/rpc`, headers, fetch: ask }))
}

function originOf(address: string): string {
  const url = URL.parse(address)
  if (url && /^https?:$/.test(url.protocol)) return url.origin
  throw new CortadoError('USAGE', `--studio takes an address such as http://127.0.0.1:4180, not "${address}".`)
}

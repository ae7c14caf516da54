import { ORPCError } from '@orpc/server'
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { RPCHandler } from '@orpc/server/fetch'
import { experimental_ZodSmartCoercionPlugin as ZodSmartCoercionPlugin, ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../../core/contract/contract.ts'
import { router } from '../router.ts'
import type { RouterContext } from '../router.ts'
import { doorError, toDoorError } from '../router/door-error.ts'
import { BODY_LIMIT, boundedRequest } from './bounded-request.ts'
import { refuse } from './refuse.ts'

type Call = (request: Request) => Promise<Response>

/** The typed calls under `/rpc`, the HTTP routes under `/api`, and their description at `/api/openapi.json`. */
export function createCalls(context: RouterContext, version: string): Call {
  const interceptors = [
    async <T>({ next }: { next: () => Promise<T> }): Promise<T> => {
      try {
        return await next()
      } catch (error) {
        // The router codes everything that a procedure throws, so what is left is a body that cannot be read.
        if (error instanceof ORPCError) throw toDoorError(error)
        throw doorError(
          'INVALID_INPUT',
          'The request cannot be read. Send JSON with the type "application/json".',
          error,
        )
      }
    },
  ]
  const rpc = new RPCHandler(router, { interceptors })
  const api = new OpenAPIHandler(router, { interceptors, plugins: [new ZodSmartCoercionPlugin()] })
  let description: Promise<string> | undefined

  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/api/openapi.json' && request.method === 'GET') {
      description ??= describe(version)
      return new Response(await description, { headers: { 'content-type': 'application/json; charset=utf-8' } })
    }
    const bounded = await boundedRequest(request)
    if (!bounded) return refuse('INVALID_INPUT', `A request holds at most ${BODY_LIMIT} bytes. Send less.`, 413)
    const isRpc = pathname.startsWith('/rpc/')
    const result = isRpc
      ? await rpc.handle(bounded, { prefix: '/rpc', context })
      : await api.handle(bounded, { prefix: '/api', context })
    if (result.matched) return result.response
    return refuse('NOT_FOUND', 'There is no such call. "/api/openapi.json" lists them all.')
  }
}

async function describe(version: string): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: { title: 'Cortado', version },
    servers: [{ url: '/api' }],
  })
  return JSON.stringify(document)
}

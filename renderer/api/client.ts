import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../core/contract/contract.ts'

/** The studio, typed by the contract. The page and the studio share one origin, whichever door serves it. */
export const client: ContractRouterClient<Contract> = createORPCClient(
  new RPCLink({ url: new URL('/rpc', location.href).href }),
)

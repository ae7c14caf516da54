import { useEffect, useState } from 'react'
import type { GenerateRequest, GenerationPlan } from '../../core/generation/request.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'

const PAUSE_MS = 200

interface Answer {
  plan: GenerationPlan | null
  trouble: Trouble | null
}

const NOTHING: Answer = { plan: null, trouble: null }

/**
 * What the request will cost and what is wrong with it, asked a moment after the last change; the answer before stays
 * until then. `version` asks again where it changes. Null asks nothing.
 */
export function usePlan(request: GenerateRequest | null, version: number): Answer {
  const [answer, setAnswer] = useState<Answer>(NOTHING)
  const key = request === null ? null : JSON.stringify({ version, request: { ...request, takes: 1, seed: 0 } })
  useEffect(() => {
    if (key === null) return undefined
    const leaving = new AbortController()
    const timer = setTimeout(() => {
      const { request } = JSON.parse(key) as { request: GenerateRequest }
      client.generation.plan(request, { signal: leaving.signal }).then(
        (plan) => leaving.signal.aborted || setAnswer({ plan, trouble: null }),
        (error: unknown) => leaving.signal.aborted || setAnswer({ plan: null, trouble: toTrouble(error) }),
      )
    }, PAUSE_MS)
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [key])
  return key === null ? NOTHING : answer
}

import { useCallback, useEffect, useRef, useState } from 'react'
import { client } from '../../api/index.ts'
import { attempt } from '../../store/index.ts'
import type { Hit, SearchInput } from '../../../core/library/search.ts'
import type { Found } from './filter.ts'

const PAUSE_MS = 150
/** Answers that one page holds. */
const PAGE = 500

interface Answer {
  question: string
  hits: readonly Hit[]
  next: number | null
}

interface Search {
  /** What was found as far as it was read; null while nothing is asked, or before the first answer. */
  found: Found | null
  /** Reads the next page; null where there is none. */
  more: (() => void) | null
}

/** Searches the library a moment after the last key, a page at a time. Of a new question the last answer stays until its own comes. */
export function useSearch(input: SearchInput | null): Search {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [found, setFound] = useState<Found | null>(null)
  const question = input === null ? null : JSON.stringify({ ...input, limit: PAGE })

  const latest = useRef(question)

  const ask = useCallback(async (question: string, before: Answer | null): Promise<void> => {
    const asked = JSON.parse(question) as SearchInput
    const after = before?.next ?? undefined
    const page = await attempt(() => client.library.search(after === undefined ? asked : { ...asked, after }))
    if (latest.current !== question || !page) return
    const hits = [...(before?.hits ?? []), ...page.hits]
    setAnswer({ question, hits, next: page.next })
    setFound(foundIn(hits))
  }, [])

  useEffect(() => {
    latest.current = question
    if (question === null) return undefined
    const timer = setTimeout(() => void ask(question, null), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [question, ask])

  const current = question !== null && answer?.question === question ? answer : null
  const more = useCallback(() => {
    if (!current) return
    // One page at a time: until it is here there is no next one.
    setAnswer({ ...current, next: null })
    void ask(current.question, current)
  }, [current, ask])
  return { found: question === null ? null : found, more: current !== null && current.next !== null ? more : null }
}

function foundIn(hits: readonly Hit[]): Found {
  const of = (kind: Hit['kind']): Set<string> => new Set(hits.filter((hit) => hit.kind === kind).map((hit) => hit.id))
  const around = new Set(hits.flatMap((hit) => (hit.kind === 'shot' ? [hit.id] : (hit.shot ?? []))))
  return { shots: of('shot'), takes: of('take'), media: of('media'), around }
}

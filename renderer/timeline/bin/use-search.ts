import { useEffect, useState } from 'react'
import { client } from '../../api/index.ts'
import { attempt } from '../../store/index.ts'
import type { SearchPage } from '../../../core/library/search.ts'
import type { Found } from './filter.ts'

const PAUSE_MS = 150

/** Searches the library a moment after the last key; null while the field is empty. */
export function useSearch(text: string): Found | null {
  const [found, setFound] = useState<Found | null>(null)
  const words = text.trim()
  useEffect(() => {
    if (words === '') return undefined
    let stale = false
    const timer = setTimeout(() => {
      void attempt(() => client.library.search({ text: words, kinds: ['shot', 'take', 'media'], limit: 500 })).then(
        (answer) => {
          if (!stale && answer) setFound(foundIn(answer))
        },
      )
    }, PAUSE_MS)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [words])
  return words === '' ? null : found
}

function foundIn({ hits }: SearchPage): Found {
  const ids = (kind: string): string[] => hits.filter((hit) => hit.kind === kind).map((hit) => hit.id)
  return { shots: ids('shot'), takes: ids('take'), media: ids('media') }
}

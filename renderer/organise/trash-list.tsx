import { useEffect, useState } from 'react'
import type { JSX } from 'react'
import './organise.css'
import type { Hit, SearchPage } from '../../core/library/search.ts'
import { client, mediaUrl } from '../api/index.ts'
import { attempt } from '../store/index.ts'
import { Button, EmptyState } from '../ui/index.ts'
import { emptyTrash, restoreEntries } from './calls.ts'

/** What is in the trash, a page at a time, and the way back. */
export function TrashList(): JSX.Element {
  const [pages, setPages] = useState<readonly SearchPage[]>([])
  const [sure, setSure] = useState(false)
  const hits = pages.flatMap((page) => page.hits)
  const next = pages.at(-1)?.next ?? null
  useEffect(() => {
    let stale = false
    void attempt(() => client.library.search({ trashed: true })).then((page) => {
      if (!stale && page) setPages([page])
    })
    return () => void (stale = true)
  }, [])
  /** One page more, or the first one again. */
  const more = async (after?: number): Promise<void> => {
    const page = await attempt(() =>
      client.library.search({ trashed: true, ...(after === undefined ? {} : { after }) }),
    )
    if (page) setPages(after === undefined ? [page] : [...pages, page])
  }
  if (hits.length === 0) return <EmptyState title="The trash is empty">What is thrown away waits here.</EmptyState>
  return (
    <>
      <ul className="trash-list" aria-label="Trash">
        {hits.map((hit) => (
          <TrashLine key={hit.id} hit={hit} />
        ))}
      </ul>
      {next !== null && <Button onClick={() => void more(next)}>Show more</Button>}
      <div className="trash-foot">
        {sure ? (
          <>
            <p>This cannot be undone. What undo or a job needs is kept.</p>
            <Button
              onClick={() => {
                setSure(false)
                void emptyTrash().then(() => more())
              }}
            >
              Delete for good
            </Button>
            <Button onClick={() => setSure(false)}>Keep</Button>
          </>
        ) : (
          <Button onClick={() => setSure(true)}>Empty the trash</Button>
        )}
      </div>
    </>
  )
}

function TrashLine({ hit }: { hit: Hit }): JSX.Element | null {
  // A bin is never in the trash.
  if (hit.kind === 'bin') return null
  const { kind, id } = hit
  return (
    <li className="trash-line">
      {hit.poster ? <img src={mediaUrl(hit.poster)} alt="" loading="lazy" /> : <span className="trash-none" />}
      <span className="ellipsis" title={hit.name}>
        {kind === 'sequence' ? `${hit.name} · sequence` : hit.name}
      </span>
      <Button onClick={() => void restoreEntries([{ kind, id }])}>Take back</Button>
    </li>
  )
}

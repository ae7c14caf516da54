import { useState } from 'react'
import type { JSX } from 'react'
import type { Pack } from '../../core/library/entities.ts'
import { client } from '../api/index.ts'
import { formatBytes } from '../app/format.ts'
import { attempt, toast } from '../store/index.ts'
import { Button } from '../ui/index.ts'

type Own = Pick<Pack, 'id' | 'title' | 'bytes' | 'path'> & { place: Pack['place'] }

/** Takes a pack of the user's own away. Files are deleted only after a second click, which says how much goes. */
export function RemovePack({ pack }: { pack: Own }): JSX.Element | null {
  const [asked, setAsked] = useState(false)
  const remove = async (): Promise<void> => {
    const removed = await attempt(() => client.packs.remove({ id: pack.id, confirmed: pack.place === 'copied' }))
    setAsked(false)
    if (!removed) return
    toast(
      removed.what === 'copy'
        ? `${pack.title} was removed.`
        : `${pack.title} is forgotten; its files are where they were.`,
    )
  }
  if (pack.place === 'in-place') return <Button onClick={() => void remove()}>Forget it</Button>
  if (pack.place !== 'copied') return null
  if (!asked) return <Button onClick={() => setAsked(true)}>Remove …</Button>
  return (
    <div className="models-ways" role="group" aria-label="Remove the pack">
      <Button variant="danger" onClick={() => void remove()}>
        Delete {formatBytes(pack.bytes)}
      </Button>
      <Button onClick={() => setAsked(false)}>Keep it</Button>
    </div>
  )
}

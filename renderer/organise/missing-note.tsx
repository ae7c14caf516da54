import { useEffect, useState } from 'react'
import type { JSX } from 'react'
import './organise.css'
import type { MissingFile, RelinkReport } from '../../core/library/media.ts'
import { client, nativeBridge } from '../api/index.ts'
import { plural } from '../app/format.ts'
import { attempt, toast } from '../store/index.ts'
import { Button, Dialog, TextInput } from '../ui/index.ts'

const SHOWN = 200

/** Tells of files that the open project needs and the disk no longer has; nothing where all are there. Looked for once. */
export function MissingNote(): JSX.Element | null {
  const [files, setFiles] = useState<readonly MissingFile[]>([])
  const [open, setOpen] = useState(false)
  useEffect(() => {
    let stale = false
    void attempt(() => client.media.missing()).then((answer) => {
      if (!stale && answer) setFiles(answer.files)
    })
    return () => void (stale = true)
  }, [])
  if (files.length === 0) return null
  return (
    <div className="missing-note" role="status">
      <span>{plural(files.length, 'file')} missing</span>
      <Button onClick={() => setOpen(true)}>Find…</Button>
      <RelinkDialog open={open} files={files} onFiles={setFiles} onClose={() => setOpen(false)} />
    </div>
  )
}

interface RelinkProps {
  open: boolean
  files: readonly MissingFile[]
  onFiles: (files: readonly MissingFile[]) => void
  onClose: () => void
}

function RelinkDialog({ open, files, onFiles, onClose }: RelinkProps): JSX.Element {
  const [folder, setFolder] = useState('')
  const [searching, setSearching] = useState(false)
  const [found, setFound] = useState<RelinkReport['candidates']>([])
  const browse = nativeBridge()?.openProjectFolder
  const search = async (by: 'hash' | 'name', confirmed = false): Promise<void> => {
    setSearching(true)
    const report = await attempt(() => client.media.relink({ folder, by, confirmed }))
    setSearching(false)
    if (!report) return
    const left = report.candidates.filter(({ sha256 }) => report.missing.some((file) => file.sha256 === sha256))
    setFound(left)
    onFiles(report.missing)
    const back = report.relinked.length + report.remade
    if (confirmed && left.length > 0) toast('Several are as likely. Choose the folder that holds the right one alone.')
    else toast(back === 0 ? 'None of them is in that folder.' : `${plural(back, 'file')} found.`)
  }
  return (
    <Dialog title="Missing files" open={open} onClose={onClose} className="relink-dialog">
      <p>A folder is searched with all its folders, for the very same bytes under any name.</p>
      <div className="relink-folder">
        <TextInput
          aria-label="Folder to search"
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        {browse && (
          <Button onClick={() => void browse().then((path) => path !== null && setFolder(path))}>Choose…</Button>
        )}
        <Button disabled={folder === '' || searching} onClick={() => void search('name')}>
          {searching ? 'Searching…' : 'Search'}
        </Button>
      </div>
      {found.length > 0 && (
        <div className="relink-names">
          <p>These bear the name of a missing file and hold something else:</p>
          <ul>
            {found.map(({ path, differences }) => (
              <li key={path}>
                <span className="ellipsis" title={path}>
                  {path}
                </span>
                <small>{differences.join('; ') || 'other bytes, the same shape'}</small>
              </li>
            ))}
          </ul>
          <Button disabled={searching} onClick={() => void search('name', true)}>
            Take them instead
          </Button>
        </div>
      )}
      <ul className="relink-list" aria-label="Missing files">
        {files.slice(0, SHOWN).map(({ sha256, use }) => (
          <li key={sha256} className="ellipsis" title={use}>
            {use}
          </li>
        ))}
        {files.length > SHOWN && <li>and {files.length - SHOWN} more</li>}
      </ul>
    </Dialog>
  )
}

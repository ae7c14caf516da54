import { useState } from 'react'
import type { JSX } from 'react'
import type { Job } from '../../core/generation/job.ts'
import { sequenceLength } from '../../core/timeline/queries.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { nativeBridge } from '../api/native.ts'
import { formatBytes } from '../app/format.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { useSequence, useStudio } from '../store/index.ts'
import { Button, Field, Select, TextInput } from '../ui/index.ts'
import { estimateBytes, fileName, formatWords } from './film-size.ts'
import { usePresets } from './use-presets.ts'

/** What to export and under which name. `onStarted` hears of the queued job. */
export function ExportForm({ onStarted }: { onStarted: (job: Job) => void }): JSX.Element {
  const project = useStudio((state) => state.project)
  const sequence = useSequence((state) => state.shown)
  const { presets, trouble } = usePresets()
  const [chosen, setChosen] = useState<string | null>(null)
  const [name, setName] = useState(() => fileName(project?.name ?? 'Film'))
  const [refused, setRefused] = useState<Trouble | null>(null)
  const [starting, setStarting] = useState(false)
  const preset = presets?.find(({ id }) => id === chosen) ?? presets?.[0]
  const frames = sequence ? sequenceLength(sequence) : 0
  const clean = fileName(name)
  const problem = trouble ?? refused
  const ready = preset !== undefined && sequence !== null && frames > 0 && clean !== '' && !starting

  const start = async (): Promise<void> => {
    if (!preset || !sequence) return
    setStarting(true)
    setRefused(null)
    try {
      const saveFilm = nativeBridge()?.saveFilm
      const out = saveFilm ? await saveFilm(`${clean}.${preset.extension}`) : undefined
      if (out === null) return
      const request = { sequence: sequence.id, preset: preset.id, name: clean }
      onStarted(await client.render.start(out === undefined ? request : { ...request, out }))
    } catch (error) {
      setRefused(toTrouble(error))
    } finally {
      setStarting(false)
    }
  }

  return (
    <form
      className="export"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void start()
      }}
    >
      <Field label="Name">
        {(id) => (
          <TextInput
            id={id}
            // React would focus it before the dialog opens; the attribute tells the dialog itself.
            ref={(field) => field?.setAttribute('autofocus', '')}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Format">
        {(id) => (
          <Select
            id={id}
            value={preset?.id ?? ''}
            disabled={!presets}
            options={(presets ?? []).map(({ id, label }) => ({ value: id, label }))}
            onChange={setChosen}
          />
        )}
      </Field>
      {sequence && preset && frames > 0 && (
        <dl className="export-facts">
          <dt>Film</dt>
          <dd className="mono">{formatWords(sequence.size, sequence.rate, frames)}</dd>
          <dt>Size</dt>
          <dd className="mono">about {formatBytes(estimateBytes(preset.id, sequence.size, frames))}</dd>
          <dt>File</dt>
          <dd className="mono ellipsis">{`${clean || '…'}.${preset.extension}`}</dd>
        </dl>
      )}
      {frames === 0 && <p className="export-words">The timeline is empty. Put a take on it, then export.</p>}
      {problem && <TroubleNote trouble={problem} />}
      <div className="export-foot">
        <p className="export-words">It goes on in the queue when you close this.</p>
        <Button type="submit" variant="primary" disabled={!ready}>
          Start export
        </Button>
      </div>
    </form>
  )
}

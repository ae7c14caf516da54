import type { JSX } from 'react'
import { Colour } from '../../core/timeline/clip.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { runCommand } from '../app/commands.ts'
import { tryEdit } from '../timeline/edits.ts'
import { Button, Select } from '../ui/index.ts'
import { NameField } from './name-field.tsx'
import { Row } from './rows.tsx'

const COLOURS = [
  { value: '', label: 'By kind' },
  ...Colour.options.map((value) => ({ value, label: value.slice(0, 1).toUpperCase() + value.slice(1) })),
]

/** What is said of a clip as such: its name, its colour, and whether it counts. */
export function ClipBasics({ clip }: { clip: Clip }): JSX.Element {
  return (
    <>
      <NameField
        label="Name of the clip"
        name={clip.name}
        onName={(name) => tryEdit({ name: 'changeClip', args: { clips: [clip.id], name } })}
      />
      <dl>
        <Row name="Colour">
          <Select
            aria-label="Colour of the clip"
            options={COLOURS}
            value={clip.colour ?? ''}
            onChange={(value) => {
              const colour = Colour.safeParse(value).data ?? null
              tryEdit({ name: 'changeClip', args: { clips: [clip.id], colour } })
            }}
          />
        </Row>
        <Row name="State">
          {clip.disabled ? 'Disabled' : 'Enabled'}
          <Button variant="quiet" keys="Shift+D" onClick={() => void runCommand('clip.enable')}>
            {clip.disabled ? 'Enable' : 'Disable'}
          </Button>
        </Row>
      </dl>
    </>
  )
}

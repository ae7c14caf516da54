import type { JSX } from 'react'
import { Colour } from '../../core/timeline/clip.ts'
import type { Marker, Sequence } from '../../core/timeline/sequence.ts'
import { frame } from '../../core/timeline/time.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { plural } from '../app/format.ts'
import { tryEdit, tryGesture } from '../timeline/edits.ts'
import { IconButton, NumberField, Select } from '../ui/index.ts'
import { seek } from '../viewer/transport.ts'
import { NameField } from './name-field.tsx'

const COLOURS = Colour.options.map((value) => ({ value, label: value }))

/** Every marker of the sequence: where it is, what it says, its colour and the frames it marks. */
export function MarkerList({ sequence }: { sequence: Sequence }): JSX.Element | null {
  const { markers } = sequence
  if (markers.length === 0) return null
  return (
    <section aria-label="Markers">
      <h3 className="insp-head">
        Markers
        <span className="insp-count">{plural(markers.length, 'marker')}</span>
      </h3>
      <ul className="insp-markers">
        {markers.map((marker) => (
          <MarkerRow key={marker.id} marker={marker} sequence={sequence} />
        ))}
      </ul>
    </section>
  )
}

function MarkerRow({ marker, sequence }: { marker: Marker; sequence: Sequence }): JSX.Element {
  const at = sequenceTimecode(marker.at, sequence)
  const set = (change: Partial<Marker>): void => {
    const next = { ...marker, ...change }
    tryGesture(`marker ${marker.id} ${Object.keys(change).join()}`, { name: 'setMarker', args: { marker: next } })
  }
  return (
    <li className="insp-marker">
      <button type="button" className="insp-marker-at mono" onClick={() => seek(marker.at, Infinity)}>
        <span className={`insp-marker-dot tl-marker tint-${marker.colour}`} />
        {at}
      </button>
      <Select
        aria-label={`Colour of the marker at ${at}`}
        options={COLOURS}
        value={marker.colour}
        onChange={(value) => set({ colour: Colour.catch(marker.colour).parse(value) })}
      />
      <NumberField
        label={`Frames of the marker at ${at}`}
        value={marker.length}
        min={0}
        max={1_000_000}
        step={1}
        format={(frames) => `${frames} f`}
        onChange={(length) => set({ length: frame(length) })}
      />
      <IconButton
        icon="trash"
        size={12}
        label={`Remove the marker at ${at}`}
        onClick={() => tryEdit({ name: 'removeMarker', args: { marker: marker.id } })}
      />
      <NameField
        label={`Name of the marker at ${at}`}
        placeholder="Name"
        name={marker.name}
        empty
        onName={(name) => set({ name })}
      />
      <NameField
        label={`Note of the marker at ${at}`}
        placeholder="Note"
        name={marker.note}
        empty
        onName={(note) => set({ note })}
      />
    </li>
  )
}

import { useState } from 'react'
import type { JSX } from 'react'
import type { Clip, ClipSource } from '../../core/timeline/clip.ts'
import { tryEdit, tryGesture } from '../timeline/edits.ts'
import { NumberField, Select } from '../ui/index.ts'
import { Row } from './rows.tsx'

type Title = (ClipSource & { kind: 'title' })['title']

const WEIGHTS = [
  { value: '300', label: 'Light' },
  { value: '400', label: 'Regular' },
  { value: '600', label: 'Semibold' },
  { value: '800', label: 'Heavy' },
]
const ALIGNS = [
  { value: 'left', label: 'Left' },
  { value: 'centre', label: 'Centre' },
  { value: 'right', label: 'Right' },
]

/** The words of a title or a caption, and how a title is set; nothing for other clips. */
export function ClipWords({ clip }: { clip: Clip }): JSX.Element | null {
  const { source } = clip
  if (source.kind === 'caption') {
    return (
      <section aria-label="Caption">
        <h3 className="insp-head">Caption</h3>
        <Words
          label="Words of the caption"
          text={source.text}
          max={4000}
          onText={(text) => tryEdit({ name: 'changeText', args: { clip: clip.id, source: { ...source, text } } })}
        />
      </section>
    )
  }
  return source.kind === 'title' ? <TitleFields clip={clip} title={source.title} /> : null
}

function TitleFields({ clip, title }: { clip: Clip; title: Title }): JSX.Element {
  const set = (change: Partial<Title>): void => {
    const source = { kind: 'title' as const, title: { ...title, ...change } }
    tryGesture(`title ${clip.id} ${Object.keys(change).join()}`, {
      name: 'changeText',
      args: { clip: clip.id, source },
    })
  }
  const percent = (label: string, name: 'size' | 'x' | 'y', min: number, max: number): JSX.Element => (
    <Row name={label}>
      <NumberField
        label={label}
        value={title[name]}
        min={min}
        max={max}
        step={0.5}
        format={(value) => `${value} %`}
        onChange={(value) => set({ [name]: value })}
      />
    </Row>
  )
  return (
    <section aria-label="Title">
      <h3 className="insp-head">Title</h3>
      <Words label="Words of the title" text={title.text} max={10_000} onText={(text) => set({ text })} />
      <dl>
        {percent('Size', 'size', 0.5, 100)}
        {percent('Across', 'x', -100, 200)}
        {percent('Down', 'y', -100, 200)}
        <Row name="Weight">
          <Select
            aria-label="Weight"
            options={WEIGHTS}
            value={String(title.weight)}
            onChange={(value) => set({ weight: Number(value) })}
          />
        </Row>
        <Row name="Align">
          <Select
            aria-label="Align"
            options={ALIGNS}
            value={title.align}
            onChange={(value) => set({ align: value === 'left' || value === 'right' ? value : 'centre' })}
          />
        </Row>
        <Row name="Colour">
          <input
            type="color"
            className="insp-colour"
            aria-label="Colour"
            value={title.colour.slice(0, 7)}
            onChange={(event) => set({ colour: event.currentTarget.value })}
          />
        </Row>
        <Row name="Italic">
          <input
            type="checkbox"
            aria-label="Italic"
            checked={title.italic}
            onChange={(event) => set({ italic: event.currentTarget.checked })}
          />
        </Row>
      </dl>
    </section>
  )
}

interface WordsProps {
  label: string
  text: string
  max: number
  onText: (text: string) => void
}

/** Lines of words, kept when they are left; Escape takes back what was typed. */
function Words({ label, text, max, onText }: WordsProps): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <textarea
      className="input insp-text"
      aria-label={label}
      rows={3}
      maxLength={max}
      value={draft ?? text}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        setDraft(null)
        if (draft !== null && draft !== text) onText(draft)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || draft === null) return
        event.stopPropagation()
        setDraft(null)
      }}
    />
  )
}

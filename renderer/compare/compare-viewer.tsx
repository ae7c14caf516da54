import type { JSX } from 'react'
import './compare.css'
import type { Take } from '../../core/library/entities.ts'
import { useCommand } from '../app/commands.ts'
import { runKey, useStanding } from '../library/use-standing.ts'
import { ViewerTransport } from '../library/viewer-transport.tsx'
import { chooseTake } from '../library/take-actions.ts'
import { findTake, useStudio } from '../store/index.ts'
import { Button, EmptyState, Kbd, Select, Slider } from '../ui/index.ts'
import { comparedFrames, differences } from './compare-model.ts'
import type { CompareMode } from './compare-model.ts'
import { CompareStage } from './compare-stage.tsx'
import { compareStore, flip, setMode, useCompare } from './compare-store.ts'

const MODES: readonly { mode: CompareMode; words: string; keys: string }[] = [
  { mode: 'wipe', words: 'Wipe', keys: 'W' },
  { mode: 'side', words: 'Side by side', keys: 'S' },
  { mode: 'onion', words: 'Onion', keys: 'N' },
  { mode: 'difference', words: 'Difference', keys: 'D' },
]

/** Two takes in the viewer: wipe, side by side, onion skin, difference, or one and the other by a key. */
export function CompareViewer(): JSX.Element {
  const shots = useStudio((state) => state.shots)
  const { a, b } = useCompare((state) => state)
  const [first, second] = [findTake(shots, a)?.take, findTake(shots, b)?.take]
  if (!first || !second) return <EmptyState title="Nothing to compare">Select two takes on the wall first.</EmptyState>
  return <Body key={`${first.id} ${second.id}`} a={first} b={second} />
}

function Body({ a, b }: { a: Take; b: Take }): JSX.Element {
  const frames = comparedFrames(a, b)
  const standing = useStanding(frames, { playing: false, at: 0 })
  const { playing, at, from, stand, toggle, show } = standing
  useCommand('compare.wipe', () => setMode('wipe'))
  useCommand('compare.side', () => setMode('side'))
  useCommand('compare.onion', () => setMode('onion'))
  useCommand('compare.difference', () => setMode('difference'))
  useCommand('compare.flip', flip)
  return (
    <div className="viewer-body" onKeyDown={(event) => runKey(event, standing.keys)}>
      <div className="viewer-main">
        <CompareBar />
        <div
          className="viewer-picture"
          tabIndex={0}
          role="group"
          aria-label="Comparison. Left and right step by one frame, B shows the other take"
          ref={(element) => {
            element?.setAttribute('autofocus', '')
            element?.focus()
          }}
        >
          <CompareStage a={a} b={b} playing={playing} index={from} onFrame={show} />
        </div>
        <ViewerTransport
          take={{ id: a.id, frames, rate: a.rate }}
          at={at}
          playing={playing}
          stand={stand}
          toggle={toggle}
        />
      </div>
      <div className="viewer-side compare-side">
        <TakeChoice name="a" take={a} />
        <TakeChoice name="b" take={b} />
        <Differences a={a} b={b} />
      </div>
    </div>
  )
}

function CompareBar(): JSX.Element {
  const { mode, wipe, onion, gain, single } = useCompare((state) => state)
  const amount = {
    wipe: { label: 'Wipe', value: wipe, min: 0, max: 1, step: 0.01 },
    onion: { label: 'Opacity of B', value: onion, min: 0, max: 1, step: 0.01 },
    gain: { label: 'Brightening', value: gain, min: 1, max: 16, step: 1 },
  }
  const name = ({ wipe: 'wipe', onion: 'onion', difference: 'gain' } as const)[mode as 'wipe']
  return (
    <div className="compare-bar" role="toolbar" aria-label="Ways to compare">
      {MODES.map((one) => (
        <button
          key={one.mode}
          type="button"
          className="chip"
          aria-pressed={mode === one.mode}
          onClick={() => setMode(one.mode)}
        >
          {one.words} <Kbd keys={one.keys} />
        </button>
      ))}
      <button type="button" className="chip" aria-pressed={mode === 'single'} onClick={flip}>
        {mode === 'single' ? `${single.toUpperCase()} alone` : 'A / B'} <Kbd keys="B" />
      </button>
      {name && (
        <span className="compare-amount">
          <span>{amount[name].label}</span>
          <Slider {...amount[name]} onChange={(value) => compareStore.setState({ [name]: value })} />
        </span>
      )}
    </div>
  )
}

function TakeChoice({ name, take }: { name: 'a' | 'b'; take: Take }): JSX.Element {
  const shots = useStudio((state) => state.shots)
  const options = shots.flatMap((shot) =>
    shot.takes.map((one) => ({ value: one.id, label: `Take ${one.number} · ${shot.name}` })),
  )
  const chosen = findTake(shots, take.id)?.shot.picked === take.id
  return (
    <section className="compare-take" aria-label={`Take ${name.toUpperCase()}`}>
      <h3>{name.toUpperCase()}</h3>
      <Select
        aria-label={`Take ${name.toUpperCase()}`}
        value={take.id}
        options={options}
        onChange={(id) => compareStore.setState({ [name]: id })}
      />
      <Button disabled={chosen} onClick={() => chooseTake(take)}>
        {chosen ? 'Chosen' : 'Choose'}
      </Button>
    </section>
  )
}

function Differences({ a, b }: { a: Take; b: Take }): JSX.Element {
  const rows = differences(a, b)
  return (
    <section aria-label="What differs">
      <h3 className="insp-head">What differs</h3>
      {rows.length === 0 && <p className="insp-words">Nothing: the recipes are equal.</p>}
      <table className="compare-table">
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{row.a}</td>
              <td>{row.b}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

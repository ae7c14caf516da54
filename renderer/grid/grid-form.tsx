import { useState } from 'react'
import type { JSX } from 'react'
import type { Pack, Take } from '../../core/library/entities.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { plural } from '../app/format.ts'
import { planWords } from '../prompt/plan-words.ts'
import { usePlan } from '../prompt/use-plan.ts'
import { useStudio } from '../store/index.ts'
import { Button, Select } from '../ui/index.ts'
import { gridRequest, MOST_CELLS, PARAMETERS, proposed, readValues, valuesText } from './grid-model.ts'
import type { Axis, Parameter } from './grid-model.ts'
import { startGrid, useGrid } from './grid-store.ts'

export const PARAMETER_WORDS: Readonly<Record<Parameter, string>> = {
  guidance: 'Guidance',
  steps: 'Steps',
  seed: 'Seed',
  scheduler: 'Scheduler',
  prompt: 'Prompt',
}

interface Row {
  parameter: Parameter
  text: string
}

/** Chooses what varies: one parameter down, and a second across if there is one. */
export function GridForm({ take }: { take: Take }): JSX.Element {
  const packs = useStudio((state) => state.packs)
  const pack = packs.find(({ id }) => id === take.recipe.pack.id)
  const row = (parameter: Parameter): Row => ({
    parameter,
    text: valuesText({ parameter, values: proposed(parameter, take, pack) }),
  })
  const [rows, setRows] = useState<readonly Row[]>(() => [row('guidance'), row('steps')])
  const { starting, trouble: refused } = useGrid((state) => state)
  const round = useStudio((state) => state.jobs.filter((job) => job.endedAt !== null).length)
  const read = rows.map(({ parameter, text }) => readValues(parameter, text, pack))
  const axes = rows.flatMap(({ parameter }, index): Axis[] => {
    const values = read[index]
    return Array.isArray(values) ? [{ parameter, values }] : []
  })
  const cells = axes.reduce((count, { values }) => count * values.length, 1)
  const sound = axes.length === rows.length && cells <= MOST_CELLS
  const { plan, trouble: unplanned } = usePlan(sound ? gridRequest(take, axes) : null, round)
  const trouble = refused ?? unplanned
  const words = plan && planWords(plan, cells)
  const put = (index: number, next: Row): void => setRows(rows.with(index, next))

  return (
    <form
      className="grid-form"
      aria-label="Grid"
      onSubmit={(event) => {
        event.preventDefault()
        if (sound) void startGrid(take, axes)
      }}
    >
      {rows.map(({ parameter, text }, index) => (
        <AxisFields
          key={index === 0 ? 'down' : 'across'}
          name={index === 0 ? 'Down' : 'Across'}
          row={{ parameter, text }}
          taken={rows[1 - index]?.parameter}
          wrong={typeof read[index] === 'string' ? read[index] : null}
          pack={pack}
          onParameter={(next) => put(index, row(next))}
          onText={(next) => put(index, { parameter, text: next })}
        />
      ))}
      {rows.length === 1 ? (
        <Button
          icon="plus"
          onClick={() => setRows([...rows, row(rows[0]?.parameter === 'steps' ? 'guidance' : 'steps')])}
        >
          A second parameter
        </Button>
      ) : (
        <Button icon="minus" onClick={() => setRows(rows.slice(0, 1))}>
          One parameter only
        </Button>
      )}
      {cells > MOST_CELLS && (
        <p className="grid-wrong">
          That is {cells} takes; at most {MOST_CELLS} are made at once. Leave some values out.
        </p>
      )}
      {trouble && <TroubleNote trouble={trouble} />}
      <footer className="grid-go">
        <p className="prompt-plan change-plan" role="status" aria-label="Plan of the grid">
          {words && sound && (
            <>
              {words.cost}
              {words.verdict !== '' && (
                <span className={plan.fits ? 'plan-fine' : 'plan-tight'}>, {words.verdict}</span>
              )}
            </>
          )}
        </p>
        <Button type="submit" variant="primary" keys="Enter" disabled={!sound || starting || unplanned !== null}>
          Make {plural(cells, 'take')}
        </Button>
      </footer>
    </form>
  )
}

function AxisFields({
  name,
  row: { parameter, text },
  taken,
  wrong,
  pack,
  onParameter,
  onText,
}: {
  name: string
  row: Row
  taken: Parameter | undefined
  wrong: string | null
  pack: Pack | undefined
  onParameter: (parameter: Parameter) => void
  onText: (text: string) => void
}): JSX.Element {
  const shared = {
    className: 'input',
    'aria-label': `Values ${name.toLowerCase()}`,
    'aria-invalid': wrong !== null,
    spellCheck: false,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => onText(event.currentTarget.value),
  }
  return (
    <fieldset className="grid-axis">
      <legend>{name}</legend>
      <Select
        aria-label={`Parameter ${name.toLowerCase()}`}
        value={parameter}
        options={PARAMETERS.filter((one) => one !== taken).map((one) => ({ value: one, label: PARAMETER_WORDS[one] }))}
        onChange={(next) => onParameter(next as Parameter)}
      />
      {parameter === 'prompt' ? (
        <textarea rows={4} {...shared} />
      ) : (
        <input type="text" autoComplete="off" {...shared} />
      )}
      <p className={wrong === null ? 'grid-hint' : 'grid-wrong'}>{wrong ?? hintOf(parameter, pack)}</p>
    </fieldset>
  )
}

function hintOf(parameter: Parameter, pack: Pack | undefined): string {
  if (parameter === 'prompt') return 'One prompt a line'
  return parameter === 'scheduler' ? `With commas: ${pack?.schedulers.join(', ') ?? ''}` : 'With commas between them'
}

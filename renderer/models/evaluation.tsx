import type { JSX } from 'react'
import type { PackEvaluation } from '../../core/generation/evaluation.ts'

/** How often the pack shows what it was asked for, beside what guessing would reach. */
export function Evaluation({ evaluation }: { evaluation: PackEvaluation }): JSX.Element {
  return (
    <section className="models-evaluation" aria-label="Evaluation">
      <h3>How often it shows what was asked for</h3>
      <table>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Bar</th>
            <th scope="col">Share of clips</th>
            <th scope="col">By chance</th>
          </tr>
        </thead>
        <tbody>
          {evaluation.figures.map(({ name, share, chance }) => (
            <tr key={name}>
              <th scope="row">{name.replaceAll('_', ' ')}</th>
              <td className="models-bar" aria-hidden="true">
                <span style={{ width: `${share * 100}%` }} />
                {chance !== null && <i style={{ left: `${chance * 100}%` }} />}
              </td>
              <td className="mono">{percent(share)}</td>
              <td className="models-quiet">{chance === null ? '' : `chance ${percent(chance)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="models-quiet">{evaluation.what}</p>
    </section>
  )
}

function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.1) return '< 0.1 %'
  return `${value > 0 && value < 1 ? value.toFixed(1) : Math.round(value)} %`
}

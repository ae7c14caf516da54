import type { JSX } from 'react'
import type { Pack } from '../../core/library/entities.ts'

/** How near a refiner comes to the true pictures, beside the plain way. */
export function RefinerFigures({ figures }: Pick<NonNullable<Pack['refiner']>, 'figures'>): JSX.Element | null {
  if (figures.length === 0) return null
  return (
    <section className="models-evaluation" aria-label="Evaluation">
      <h3>How near it comes to the true pictures</h3>
      <table>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Footage</th>
            <th scope="col">PSNR</th>
            <th scope="col">The plain way</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.footage}>
              <th scope="row">{figure.footage}</th>
              <td className="mono">{figure.psnr.toFixed(2)} dB</td>
              <td className="models-quiet">
                {figure.baseline} {figure.baselinePsnr.toFixed(2)} dB, {figure.frames} pictures
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="models-quiet">Peak signal-to-noise ratio: higher is nearer to the original, pixel by pixel.</p>
    </section>
  )
}

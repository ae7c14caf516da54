import { useState } from 'react'
import type { JSX } from 'react'
import type { Pack } from '../../core/library/entities.ts'
import { toSeconds } from '../../core/timeline/time.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { formatBytes, formatSeconds } from '../app/format.ts'
import { schedulerWords } from '../app/scheduler-words.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { Button, Icon } from '../ui/index.ts'
import { Evaluation } from './evaluation.tsx'
import { Fact } from './fact.tsx'
import { PackDevices } from './pack-devices.tsx'
import { ProcessorNote } from './processor-note.tsx'
import { Licence } from './licence.tsx'
import { RemovePack } from './remove-pack.tsx'
import { RefinerFigures } from './refiner-figures.tsx'

type Check =
  | { state: 'none' }
  | { state: 'running' }
  | { state: 'fine'; files: number; bytes: number }
  | { state: 'trouble'; trouble: Trouble }

const PLACES = {
  bundled: 'comes with Cortado',
  folder: '',
  copied: 'copied',
  'in-place': 'used where it lies',
} as const

/** What a pack is, where it comes from, what it needs, how well it does, and whether its files are whole. */
export function PackDetails({ pack }: { pack: Pack }): JSX.Element {
  const [check, setCheck] = useState<Check>({ state: 'none' })
  const verify = async (): Promise<void> => {
    setCheck({ state: 'running' })
    try {
      setCheck({ state: 'fine', ...(await client.packs.verify({ id: pack.id })) })
    } catch (error) {
      setCheck({ state: 'trouble', trouble: toTrouble(error) })
    }
  }
  return (
    <div className="models-details" aria-label={pack.title} role="group">
      <header className="models-head">
        <h3>{pack.title}</h3>
        {PLACES[pack.place] && <span className="chip">{PLACES[pack.place]}</span>}
        {pack.problem === null && (
          <Button disabled={check.state === 'running'} onClick={() => void verify()}>
            {check.state === 'running' ? 'Verifying …' : 'Verify files'}
          </Button>
        )}
        <RemovePack pack={pack} />
      </header>
      {pack.problem !== null && <TroubleNote trouble={{ code: 'PACK_INVALID', message: pack.problem }} />}
      <div role="status">
        {check.state === 'fine' && (
          <p className="models-fine">
            <Icon name="check" size={14} /> {check.files} files, {formatBytes(check.bytes)}: every hash is right, every
            graph and weight is sound.
          </p>
        )}
      </div>
      {check.state === 'trouble' && <TroubleNote trouble={check.trouble} />}
      <ProcessorNote checks={pack.checks} />
      {pack.problem === null && <Facts pack={pack} />}
      {pack.problem === null && <PackDevices pack={pack} />}
      {pack.refiner && <RefinerFigures figures={pack.refiner.figures} />}
      <dl className="models-facts">
        <Fact name="Folder">
          <span className="mono">{pack.path}</span>
        </Fact>
      </dl>
      {pack.evaluation && <Evaluation evaluation={pack.evaluation} />}
    </div>
  )
}

function Facts({ pack }: { pack: Pack }): JSX.Element {
  const { memory } = pack
  return (
    <dl className="models-facts">
      <Fact name="Version">
        {pack.version} <span className="models-quiet">{pack.family}</span>
      </Fact>
      <Fact name="Licence">
        <Licence key={pack.id} pack={pack} />
      </Fact>
      <Fact name="Made by">{pack.creator}</Fact>
      <Fact name="Source">
        <span className="mono">{pack.source.repo}</span> <span className="models-quiet">{pack.source.revision}</span>
      </Fact>
      <Fact name="On disk">
        {formatBytes(pack.bytes)} in {pack.files} files
      </Fact>
      <Fact name="Memory">
        {formatBytes(memory.weightsBytes)} of weights, peak {formatBytes(memory.peakBytes)}{' '}
        <span className="models-quiet">{memory.measuredOn}</span>
      </Fact>
      {pack.loss && (
        <Fact name="Precision">
          frames {pack.loss.framesPsnr.toFixed(1)} dB from those of {pack.loss.against}, latents off by{' '}
          {Number((100 * pack.loss.latentsRelative).toPrecision(2))} %
        </Fact>
      )}
      {pack.refiner ? <RefinerFacts refiner={pack.refiner} /> : <MakerFacts pack={pack} />}
      <Fact name="Hash">
        <span className="mono">{pack.sha256}</span>
      </Fact>
    </dl>
  )
}

/** What a pack that makes clips takes. */
function MakerFacts({ pack }: { pack: Pack }): JSX.Element {
  const { frames, size, rate } = pack
  const seconds = formatSeconds(toSeconds(frames.default, rate))
  return (
    <>
      <Fact name="Picture">
        {size.min === size.max
          ? `${size.default.width} × ${size.default.height}`
          : `${size.min} to ${size.max} a side, in steps of ${size.multiple}`}
        , {Number((rate.num / rate.den).toFixed(3))} frames a second
      </Fact>
      <Fact name="Length">
        {frames.min} to {frames.max} frames; {frames.default} ({seconds}) where nothing is asked for
      </Fact>
      <Fact name="Schedulers">{pack.schedulers.map(schedulerWords).join(', ')}</Fact>
    </>
  )
}

/** What a pack that refines clips does, and to which. */
function RefinerFacts({ refiner }: { refiner: NonNullable<Pack['refiner']> }): JSX.Element {
  return (
    <>
      <Fact name="Does">
        {refiner.kind === 'upscaler'
          ? `makes a picture ${refiner.factor} times as large`
          : 'puts frames between frames'}
      </Fact>
      <Fact name="Made for">{refiner.domain}</Fact>
    </>
  )
}

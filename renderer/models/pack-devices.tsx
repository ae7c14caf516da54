import { useState } from 'react'
import type { JSX } from 'react'
import { isChosen } from '../../core/generation/device-check.ts'
import type { DeviceCheck } from '../../core/generation/device-check.ts'
import { providerOf } from '../../core/generation/device.ts'
import type { Pack } from '../../core/library/entities.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { deviceWords } from '../app/device-words.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { studioStore, useStudio } from '../store/index.ts'
import { Button } from '../ui/index.ts'

/** What the pack's self-test found on each device beside the processor, and the user's own word on it. Of that, the note above tells. */
export function PackDevices({ pack }: { pack: Pack }): JSX.Element | null {
  const others = useStudio((state) => state.devices).filter(
    ({ provider, available }) => provider !== 'cpu' && available,
  )
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const checks = pack.checks.filter(({ device }) => providerOf(device) !== 'cpu')
  if (others.length === 0 && pack.checks.length === 0) return null
  const ask = async (question: () => Promise<{ checks: DeviceCheck[] }>): Promise<void> => {
    setBusy(true)
    setTrouble(null)
    try {
      const answer = await question()
      studioStore.setState(({ packs }) => ({
        packs: packs.map((one) => (one.id === pack.id ? { ...one, checks: answer.checks } : one)),
      }))
    } catch (error) {
      setTrouble(toTrouble(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="models-evaluation" aria-label="Devices" aria-busy={busy}>
      <header className="models-head">
        <h3>Devices</h3>
        <Button disabled={busy} onClick={() => void ask(() => client.packs.check({ id: pack.id }))}>
          {busy ? 'Testing …' : pack.checks.length === 0 ? 'Test now' : 'Test again'}
        </Button>
      </header>
      {trouble && <TroubleNote trouble={trouble} />}
      {others.length > 0 && checks.length === 0 && (
        <p className="models-quiet">Tested before the first take on a device.</p>
      )}
      <dl className="models-facts">
        {checks.map((check) => (
          <div key={check.device}>
            <dt>{deviceWords(check.device)}</dt>
            <dd>
              {isChosen(check) ? 'Chosen. ' : 'Not chosen. '}
              {check.words}
              {(check.state !== 'fine' || check.useAnyway) && (
                <label className="models-anyway">
                  <input
                    type="checkbox"
                    checked={check.useAnyway}
                    disabled={busy}
                    onChange={({ currentTarget: { checked: use } }) => {
                      const provider = providerOf(check.device)
                      void ask(() => client.packs.overrule({ id: pack.id, provider, use }))
                    }}
                  />
                  Use it anyway
                </label>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

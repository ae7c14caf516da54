import { useEffect, useState } from 'react'
import type { DoctorCheck } from '../../core/contract/system.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { studioStore } from '../store/index.ts'

interface Health {
  /** Null until the first answer. */
  checks: readonly DoctorCheck[] | null
  trouble: Trouble | null
  busy: boolean
  /** Measures the devices anew, then asks for everything. */
  again: () => void
}

/** What `doctor` says, asked when it is first shown. */
export function useHealth(): Health {
  const [checks, setChecks] = useState<readonly DoctorCheck[] | null>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [busy, setBusy] = useState(true)

  const [round, setRound] = useState(0)

  useEffect(() => {
    let left = false
    const load = async (): Promise<void> => {
      try {
        if (round > 0) studioStore.setState(await client.system.probe({}))
        const answer = await client.system.doctor()
        if (left) return
        setChecks(answer.checks)
        setTrouble(null)
      } catch (error) {
        if (!left) setTrouble(toTrouble(error))
      } finally {
        if (!left) setBusy(false)
      }
    }
    void load()
    return () => {
      left = true
    }
  }, [round])

  const again = (): void => {
    setBusy(true)
    setRound(round + 1)
  }
  return { checks, trouble, busy, again }
}

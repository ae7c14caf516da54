import { useEffect, useState } from 'react'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'

export interface Preset {
  id: string
  label: string
  extension: string
}

/** What was read last, so that a dialog that opens again takes Enter at once. */
let known: readonly Preset[] | null = null

/** The formats that this machine's ffmpeg can write, read when the dialog opens. */
export function usePresets(): { presets: readonly Preset[] | null; trouble: Trouble | null } {
  const [presets, setPresets] = useState(known)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  useEffect(() => {
    let gone = false
    client.render.presets().then(
      (answer) => {
        known = answer.presets
        if (!gone) setPresets(known)
      },
      (error: unknown) => !gone && setTrouble(toTrouble(error)),
    )
    return () => {
      gone = true
    }
  }, [])
  return { presets, trouble }
}

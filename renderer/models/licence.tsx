import { useState } from 'react'
import type { JSX } from 'react'
import type { Pack } from '../../core/library/entities.ts'
import { client } from '../api/index.ts'
import { attempt } from '../store/index.ts'
import { Button } from '../ui/index.ts'

/** A licence by its short name, and its text on demand. */
export function Licence({ pack }: { pack: Pack }): JSX.Element {
  const [text, setText] = useState<string | null>(null)
  const show = async (): Promise<void> => {
    const licence = await attempt(() => client.packs.licence({ id: pack.id }))
    if (licence) setText(licence.text === '' ? 'The pack brings no text of it.' : licence.text)
  }
  return (
    <>
      {pack.licence}{' '}
      {text === null ? (
        <Button onClick={() => void show()}>Read it</Button>
      ) : (
        <pre className="models-licence" tabIndex={0} aria-label={`Licence of ${pack.title}`}>
          {text}
        </pre>
      )}
    </>
  )
}

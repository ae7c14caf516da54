import { useRef, useState } from 'react'
import type { JSX } from 'react'
import type { Pack } from '../../core/library/entities.ts'
import { Icon, Popover } from '../ui/index.ts'

/** The words that a pack was made for, by kind; one that is pressed is written into the prompt. */
export function Vocabulary({ pack, onWord }: { pack: Pack; onWord: (word: string) => void }): JSX.Element | null {
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const groups = Object.entries(pack.vocabulary)
  if (groups.length === 0) return null
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="chip"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="words" size={12} />
        Words it knows
      </button>
      {open && (
        <Popover
          anchor={anchor}
          label={`Words that ${pack.title} knows`}
          className="vocabulary"
          onClose={() => setOpen(false)}
        >
          {groups.map(([kind, words]) => (
            <section key={kind} aria-label={kind}>
              <h3>{kind}</h3>
              <div className="vocabulary-words">
                {words.map((word) => (
                  <button key={word} type="button" className="chip" onClick={() => onWord(word)}>
                    {word}
                  </button>
                ))}
              </div>
            </section>
          ))}
        </Popover>
      )}
    </>
  )
}

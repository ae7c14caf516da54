import type { JSX } from 'react'
import type { Shot, Take } from '../../core/library/entities.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { convertFrames, frame } from '../../core/timeline/time.ts'
import { plural } from '../app/format.ts'
import { pickTake } from '../store/index.ts'
import { tryEdit } from '../timeline/edits.ts'
import { TakePicker } from './take-picker.tsx'

/** The takes of the clip's shot: the one that all its clips show, or one for this clip alone. */
export function ClipTakes({
  clip,
  shot,
  take,
  sequence,
}: {
  clip: Clip
  shot: Shot
  take: Take | null
  sequence: Sequence
}): JSX.Element {
  const own = clip.source.kind === 'shot' ? clip.source.take : undefined
  const show = (wanted: Take, id: string | null): void => {
    const available = frame(Math.max(1, convertFrames(wanted.frames, wanted.rate, sequence.rate)))
    tryEdit({ name: 'switchTake', args: { clip: clip.id, take: id, available } })
  }
  const followed = shot.takes.find(({ id }) => id === shot.picked)
  return (
    <section aria-label="Takes">
      <h3 className="insp-head">
        Takes
        <span className="insp-count">{plural(shot.takes.length, 'take')}</span>
      </h3>
      {shot.takes.length === 0 && (
        <p className="insp-words">No take is finished yet. The clip shows black until one is.</p>
      )}
      {take && (
        <>
          <TakePicker
            shot={shot}
            picked={take.id}
            onPick={(wanted) => (own === undefined ? void pickTake(wanted) : show(wanted, wanted.id))}
          />
          <label className="insp-check">
            <input
              type="checkbox"
              checked={own !== undefined}
              onChange={() => {
                if (own === undefined) show(take, take.id)
                else show(followed ?? take, null)
              }}
            />
            A take of its own, whatever other clips of the shot show
          </label>
        </>
      )}
    </section>
  )
}

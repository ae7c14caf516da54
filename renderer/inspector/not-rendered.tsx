import type { JSX } from 'react'
import { notRendered } from '../../core/render/plan.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { Icon } from '../ui/index.ts'

/** Says of a clip that the film cannot be exported as it is, and why; nothing where it can. */
export function NotRendered({ clip }: { clip: Clip }): JSX.Element | null {
  const what = clip.disabled ? null : notRendered(clip)
  if (what === null) return null
  return (
    <p className="insp-unable" role="note">
      <Icon name="warning" size={14} />
      <span>The film cannot be exported with this clip yet: it {what}. The viewer does not draw it either.</span>
    </p>
  )
}

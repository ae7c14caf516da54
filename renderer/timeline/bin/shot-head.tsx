import type { JSX } from 'react'
import type { Shot } from '../../../core/library/entities.ts'
import { plural } from '../../app/format.ts'
import { useEntryMenu } from '../../organise/entry-menu.tsx'
import { MarkDots } from '../../organise/marks.tsx'
import { cx, IconButton, useContextMenu } from '../../ui/index.ts'

/** The line above the takes of a shot, with what is done to the shot as a whole. */
export function ShotHead({ shot }: { shot: Shot }): JSX.Element {
  const entry = useEntryMenu({ kind: 'shot', id: shot.id }, shot, `"${shot.name.slice(0, 40)}"`)
  const { onContextMenu, menu } = useContextMenu(shot.name, entry.items)
  return (
    <div
      className={cx('bin-shot', shot.label && 'is-labelled')}
      onContextMenu={(event) => {
        entry.onPointer(event)
        onContextMenu(event)
      }}
    >
      <h3 className="ellipsis" title={shot.prompt}>
        {shot.name}
      </h3>
      <MarkDots label={shot.label} favourite={shot.favourite} />
      <span className="bin-count">{plural(shot.takes.length, 'take')}</span>
      <IconButton
        icon="more"
        label={`Shot ${shot.name.slice(0, 60)}`}
        onClick={(event) => {
          entry.onPointer(event)
          onContextMenu(event)
        }}
      />
      {menu}
      {entry.menu}
    </div>
  )
}

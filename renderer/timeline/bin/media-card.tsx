import { memo } from 'react'
import type { JSX } from 'react'
import type { Media } from '../../../core/library/media.ts'
import { mediaUrl } from '../../api/index.ts'
import { formatSeconds } from '../../app/format.ts'
import { KIND_WORDS, mediaSeconds, mediaWords } from '../../library/media-words.ts'
import { useEntryMenu } from '../../organise/entry-menu.tsx'
import { MarkDots } from '../../organise/marks.tsx'
import { rateMedia, selectClip, selectMedia, useUi } from '../../store/index.ts'
import { cx, Icon, Stars, useContextMenu } from '../../ui/index.ts'
import { appendMedia } from '../media-edits.ts'
import { endTakeDrag, startMediaDrag } from '../use-drop.ts'
import { SkimStrip } from './skim-strip.tsx'

/** An imported file in the bin: selected by a click, added by a double click, dragged to the tracks. */
export const MediaCard = memo(function MediaCard({ media }: { media: Media }): JSX.Element {
  const { id, name, info, filmstrip, filmstripFrames } = media
  const selected = useUi((state) => state.media === id)
  const entry = useEntryMenu({ kind: 'media', id }, media, `"${name.slice(0, 40)}"`)
  const add = (): void => appendMedia(id)
  const { onContextMenu, menu } = useContextMenu(name, () => [
    { label: 'Add to the end', keys: 'E', onSelect: add },
    null,
    ...[0, 1, 2, 3, 4, 5].map((rating) => ({
      label: `${rating === 0 ? 'No stars' : '★'.repeat(rating)}${rating === media.rating ? '  ✓' : ''}`,
      onSelect: () => void rateMedia(media, rating),
    })),
    null,
    ...entry.items(),
  ])
  const seconds = mediaSeconds(media)
  const size = info.picture?.size ?? { width: 16, height: 9 }
  return (
    <>
      <button
        type="button"
        draggable
        className={cx('bin-take bin-media', selected && 'is-selected')}
        aria-label={`Media ${name}`}
        aria-description={mediaWords(media)}
        aria-pressed={selected}
        title={`${name}\n${mediaWords(media)}`}
        onClick={() => selectMedia(id)}
        onDoubleClick={add}
        onContextMenu={(event) => {
          selectClip(null)
          selectMedia(id)
          entry.onPointer(event)
          onContextMenu(event)
        }}
        onDragStart={(event) => {
          selectMedia(id)
          startMediaDrag(event, id)
        }}
        onDragEnd={endTakeDrag}
      >
        <span className="bin-picture" style={{ aspectRatio: `${size.width} / ${size.height}` }}>
          {media.poster ? (
            <img src={mediaUrl(media.poster)} alt="" draggable={false} loading="lazy" />
          ) : (
            <span className="bin-sound">
              <Icon name="volume" size={20} />
            </span>
          )}
          {filmstrip !== null && <SkimStrip strip={filmstrip} frames={filmstripFrames} size={size} />}
          {info.kind !== 'still' && info.sound && media.poster && (
            <span className="bin-heard" data-tip="With sound">
              <Icon name="volume" size={12} />
            </span>
          )}
        </span>
        <span className="bin-name ellipsis">{name}</span>
        <span className="bin-words">
          <span className="mono">{seconds === null ? KIND_WORDS.still : formatSeconds(seconds)}</span>
          <span>{info.kind === 'still' ? '' : KIND_WORDS[info.kind]}</span>
          <MarkDots label={media.label} favourite={media.favourite} />
          <Stars value={media.rating} />
        </span>
      </button>
      {menu}
      {entry.menu}
    </>
  )
})

import { useState } from 'react'
import type { JSX, MouseEvent } from 'react'
import type { Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { changeItems, commandItem } from '../change/change-items.ts'
import { refineItems } from '../refine/refine-items.ts'
import { selectClip, selectGap, studioStore, uiStore } from '../store/index.ts'
import { useContextMenu } from '../ui/index.ts'
import type { MenuItem } from '../ui/index.ts'
import { takeOfClip } from '../viewer/shown-frame.ts'
import { gapAt } from './gap.ts'
import { shotIndex } from './lookup.ts'
import { hitTest } from './visible.ts'

interface LaneMenus {
  onContextMenu: (event: MouseEvent<HTMLElement>, pxPerFrame: number) => void
  menu: JSX.Element | null
}

/** The menu of a clip or of a gap of a track, also of a clip that is too thin to be drawn by itself. */
export function useLaneMenus(track: Track): LaneMenus {
  const [clip, setClip] = useState<Clip | null>(null)
  const { onContextMenu, menu } = useContextMenu(clip ? `Clip ${clip.name}` : 'Gap', () =>
    clip ? clipItems(clip) : gapItems(track),
  )
  return {
    onContextMenu: (event, pxPerFrame) => {
      const found = clipAt(event, track, pxPerFrame)
      const gap = found === null ? gapAt(track, Math.floor(xOf(event) / pxPerFrame)) : null
      if (found !== null && !uiStore.getState().clips.includes(found.id)) selectClip(found.id)
      if (gap !== null) selectGap(gap)
      if (found === null && gap === null) return
      setClip(found)
      onContextMenu(event)
    },
    menu,
  }
}

/** The clip under the pointer; of the menu key, the one that has the focus. */
function clipAt(event: MouseEvent<HTMLElement>, track: Track, pxPerFrame: number): Clip | null {
  const keyed = event.clientX === 0 && event.clientY === 0
  if (keyed) return track.items.get(uiStore.getState().clip ?? '') ?? null
  return hitTest(track.items, xOf(event), pxPerFrame)?.clip ?? null
}

function xOf(event: MouseEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left
}

function clipItems(clip: Clip): (MenuItem | null)[] {
  const take = takeOfClip(clip, shotIndex(studioStore.getState().shots))
  return [
    ...(clip.source.kind === 'shot' ? [...changeItems(take), null] : []),
    ...(take ? (['clip.compare', 'take.grid', 'take.lineage'] as const).map(commandItem) : []),
    ...(take ? [null, ...refineItems(take), null] : []),
    ...(clip.source.kind === 'sequence' ? [commandItem('clip.openNested'), null] : []),
    ...(['clip.transition', 'clip.speed', 'clip.enable', 'clip.duplicate', 'clip.nest'] as const).map(commandItem),
    commandItem(clip.links ? 'clip.unlink' : 'clip.link'),
    commandItem(clip.group === undefined ? 'clip.group' : 'clip.ungroup'),
    null,
    commandItem('clip.lift'),
    commandItem('clip.rippleDelete'),
  ]
}

function gapItems(track: Track): MenuItem[] {
  return [...(track.kind === 'video' ? [commandItem('change.bridge')] : []), commandItem('gap.close')]
}

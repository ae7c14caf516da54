import { useEffect } from 'react'
import type { Clip } from '../../core/timeline/clip.ts'
import { useCommand } from '../app/commands.ts'
import { setKeysInHand } from '../store/index.ts'
import { chooseAll, copyKeys, easeKeys, frameNow, nudgeKeys, pasteKeys, removeKeys, setKeyAt } from './key-edits.ts'
import { keyStore, openKeys, toggleCurve, useKeys, zoomKeys } from './key-store.ts'
import { laneOf } from './lane.ts'
import type { LaneName } from './lane.ts'

const ZOOM = 1.5

/** Gives the commands of keyframes their meaning for the clip in the inspector, whose lanes these are. */
export function useKeyCommands(clip: Clip, lanes: readonly LaneName[]): void {
  const any = useKeys(({ chosen }) => Object.values(chosen).some((ats) => ats.size > 0))
  const lane = useKeys((state) => state.lane)
  const copied = useKeys((state) => state.copied.length > 0)
  const front = lane !== null && lanes.includes(lane) ? lane : null

  useEffect(() => openKeys(clip.id), [clip.id])
  useEffect(() => {
    // Dialogs and menus take the hand for a moment; another part of the workspace takes it away.
    const leave = ({ target }: Event): void => {
      const elsewhere = target instanceof Element && target.closest('main') && !target.closest('.inspector, [popover]')
      if (elsewhere) setKeysInHand(false)
    }
    document.addEventListener('pointerdown', leave, true)
    document.addEventListener('focusin', leave, true)
    return () => {
      document.removeEventListener('pointerdown', leave, true)
      document.removeEventListener('focusin', leave, true)
      setKeysInHand(false)
    }
  }, [])

  useCommand(
    'keyframe.set',
    () => {
      if (front !== null) setKeyAt(clip, laneOf(clip, front), frameNow(clip))
    },
    front !== null && laneOf(clip, front).keys.length > 0,
  )
  useCommand('keyframe.linear', () => easeKeys('linear'), any)
  useCommand('keyframe.hold', () => easeKeys('hold'), any)
  useCommand('keyframe.easeIn', () => easeKeys('in'), any)
  useCommand('keyframe.easeOut', () => easeKeys('out'), any)
  useCommand('keyframe.easeBoth', () => easeKeys('both'), any)
  useCommand(
    'keyframe.bezier',
    () => {
      easeKeys('bezier')
      if (front !== null && !keyStore.getState().curves.has(front)) toggleCurve(front)
    },
    any,
  )
  useCommand('keyframe.curve', () => (front === null ? undefined : toggleCurve(front)), front !== null)
  useCommand('keyframe.left', () => nudgeKeys(-1), any)
  useCommand('keyframe.right', () => nudgeKeys(1), any)
  useCommand('keyframe.all', chooseAll, front !== null)
  useCommand('keyframe.copy', copyKeys, any)
  useCommand('keyframe.paste', () => pasteKeys(lanes), copied)
  useCommand('keyframe.remove', removeKeys, any)
  const around = (): number => keyStore.getState().at ?? frameNow(clip)
  useCommand('keyframe.zoomIn', () => zoomKeys(ZOOM, around(), clip.length))
  useCommand('keyframe.zoomOut', () => zoomKeys(1 / ZOOM, around(), clip.length))
  useCommand('keyframe.fit', () => keyStore.setState({ view: null }))
}

import { useEffect, useRef } from 'react'
import { createStore } from 'zustand/vanilla'
import { applies, meant } from '../../core/commands/table.ts'
import type { CommandId, CommandScope } from '../../core/commands/table.ts'
import { uiStore } from '../store/ui-store.ts'
import { command, commandsFor } from './keys.ts'
import { IS_MAC } from '../ui/platform.ts'

interface Handler {
  run: () => void
  enabled: boolean
}

/** Handlers by command, the newest last. A component that is mounted over another one takes its keys. */
const registry = new Map<CommandId, Handler[]>()

/** Counts changes of the registry, so that menus and the palette can follow what is possible now. */
export const registryStore = createStore<{ version: number }>(() => ({ version: 0 }))
const changed = (): void => registryStore.setState(({ version }) => ({ version: version + 1 }))

/**
 * Gives a command of `core/commands` its meaning while the component is mounted. `enabled` false leaves it listed and greyed.
 * The newest enabled handler wins.
 */
export function useCommand(id: CommandId, run: () => void, enabled = true): void {
  const handler = useRef<Handler>({ run, enabled })
  useEffect(() => {
    handler.current.run = run
  })
  useEffect(() => {
    const own = handler.current
    registry.set(id, [...(registry.get(id) ?? []), own])
    changed()
    return () => {
      registry.set(
        id,
        (registry.get(id) ?? []).filter((other) => other !== own),
      )
      changed()
    }
  }, [id])
  useEffect(() => {
    if (handler.current.enabled === enabled) return
    handler.current.enabled = enabled
    changed()
  }, [enabled])
}

/** What is in front. Dialogs that have commands of their own come before the workspace. */
function scopeNow(): CommandScope {
  const { dialog, viewerMode, workspace } = uiStore.getState()
  if (dialog === 'grid') return 'grid'
  if (dialog === 'viewer') return viewerMode === 'look' ? 'viewer' : viewerMode
  return workspace
}

/** Keyframes in the inspector have keys of their own while the hand is on them; those of the workspace go on beside them. */
function appliesNow(id: CommandId): boolean {
  const now = scopeNow()
  return (
    applies(command(id), now) || (now === 'edit' && uiStore.getState().keysInHand && meant(command(id), 'keyframes'))
  )
}

function handlerOf(id: CommandId): Handler | undefined {
  if (!appliesNow(id)) return undefined
  return registry.get(id)?.findLast((handler) => handler.enabled)
}

/** Whether a command can be run at this moment. */
export function canRun(id: CommandId): boolean {
  return handlerOf(id) !== undefined
}

/** Runs a command; false where nothing on screen can. */
export function runCommand(id: CommandId): boolean {
  const handler = handlerOf(id)
  handler?.run()
  return handler !== undefined
}

/** What a field of words does itself with the same keys. */
const OF_TEXT = new Set<CommandId>([
  'edit.undo',
  'edit.redo',
  'select.all',
  'keyframe.all',
  'keyframe.copy',
  'keyframe.paste',
])

/** The one listener behind every key of the window. */
export function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const found = commandsFor(event, IS_MAC).find((id) => allowed(id, event) && canRun(id))
  if (found === undefined) return
  event.preventDefault()
  runCommand(found)
}

function allowed(id: CommandId, event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null
  // Under a dialog only what is meant for that dialog goes on.
  const dialog = scopeNow() !== uiStore.getState().workspace && meant(command(id), scopeNow())
  if (document.querySelector('dialog[open]') !== null && !dialog) return false
  if (target === null) return true
  const withMod = IS_MAC ? event.metaKey : event.ctrlKey
  if (target.matches('input:not([type=range]), textarea, [contenteditable=true]')) {
    return withMod && !OF_TEXT.has(id)
  }
  // A slider has its own keys; letters mean what they mean everywhere.
  if (target.matches('input[type=range]')) return withMod || /^[a-z]$/i.test(event.key)
  if (target.matches('select, input, [role=slider]:not([data-commands]), [role=separator], [role=menu] *, [role=menu]'))
    return withMod
  // Space and Enter press the button that has the focus.
  if ((event.key === ' ' || event.key === 'Enter') && !withMod) {
    return target.closest('button, a[href], summary, [role=tab]') === null
  }
  return true
}

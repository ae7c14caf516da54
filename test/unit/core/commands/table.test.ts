import { expect, it } from 'vitest'
import { applies, COMMANDS, meant } from '../../../../core/commands/table.ts'
import type { Command } from '../../../../core/commands/table.ts'

const all = Object.entries<Command>(COMMANDS)

/** Keys that more than one of these commands has. */
function clashes(commands: readonly [string, Command][]): string[] {
  const keys = commands.flatMap(([, command]) => command.keys)
  return keys.filter((key, index) => keys.indexOf(key) !== index)
}

it.each(['generate', 'edit'] as const)('gives each key one meaning in the workspace %s', (scope) => {
  expect(clashes(all.filter(([, command]) => applies(command, scope)))).toEqual([])
})

it.each(['viewer', 'mask', 'compare', 'grid', 'keyframes'] as const)('gives each key one meaning in %s', (scope) => {
  const own = all.filter(([, command]) => meant(command, scope))
  expect(own.length).toBeGreaterThan(4)
  expect(clashes(own)).toEqual([])
})

it('leaves the keys that the take viewer has for its take alone', () => {
  const viewers = ['E', 'X', 'V', 'G', 'K', 'Space', 'Enter', 'ArrowUp', '1', '5']
  const own = all.filter(([, command]) => meant(command, 'viewer')).flatMap(([, command]) => command.keys)
  expect(own.filter((key) => viewers.includes(key))).toEqual([])
})

it('lists what keyframes do before what clips do with the same keys, so that the hand on them decides', () => {
  const ids = all.map(([id]) => id)
  const keyframes = all.filter(([, command]) => command.scope === 'keyframes')
  const shared = all.filter(
    ([, { scope, keys }]) =>
      scope === 'edit' && keys.some((key) => keyframes.some(([, own]) => own.keys.includes(key))),
  )
  expect(shared.map(([id]) => id)).toContain('clip.lift')
  const last = Math.max(...keyframes.map(([id]) => ids.indexOf(id)))
  for (const [id] of shared) expect(ids.indexOf(id)).toBeGreaterThan(last)
})

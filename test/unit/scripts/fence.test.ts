import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

const value = (specifier: string): string => `import { thing } from '${specifier}'\nexport const used = thing\n`
const type = (specifier: string): string => `import type { Thing } from '${specifier}'\nexport type Used = Thing\n`

/** Lints files of these places and texts in one go and gives the rules that each of them breaks. */
function lint(files: readonly { path: string; text: string }[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'cortado-fence-'))
  try {
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    const names = files.map(({ path, text }, index) => {
      // Files that the fence names keep their names; the others are told apart by a number.
      const name = /(router|main)\.ts$/.test(path) ? path : path.replace(/\.ts$/, `-${index}.ts`)
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
      return name
    })
    const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')
    const { stdout } = spawnSync(process.execPath, [oxlint, '--format=json'], { cwd: folder, encoding: 'utf8' })
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code?: string; filename: string }[] }
    return names.map((name) => diagnostics.filter(({ filename }) => filename === name).map(({ code }) => code ?? ''))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const FENCE = 'eslint(no-restricted-imports)'

const FORBIDDEN: readonly (readonly [string, string])[] = [
  ['core/timeline/wrong.ts', 'node:fs'],
  ['core/timeline/wrong.ts', '../../main/library/index.ts'],
  ['core/timeline/wrong.ts', 'react'],
  ['core/wrong.ts', '../renderer/app.ts'],
  ['core/wrong.ts', 'better-sqlite3'],
  ['core/wrong.ts', '@orpc/server'],
  ['renderer/viewer/wrong.ts', '../../main/media/index.ts'],
  ['renderer/viewer/wrong.ts', 'node:path'],
  ['renderer/wrong.ts', 'electron'],
  ['preload/wrong.ts', '../main/router.ts'],
  ['preload/wrong.ts', '../renderer/app.ts'],
  ['main/files/wrong.ts', '../media/index.ts'],
  ['main/library/wrong.ts', '../jobs/index.ts'],
  ['main/library/wrong.ts', '../media/probe.ts'],
  ['main/library/wrong.ts', '../studio/studio.ts'],
  ['main/library/store/wrong.ts', '../../inference/index.ts'],
  ['main/media/wrong.ts', '../library/index.ts'],
  ['main/media/wrong.ts', '../handler/index.ts'],
  ['main/media/wrong.ts', '../../renderer/app.ts'],
  ['main/inference/worker/wrong.ts', '../../jobs/index.ts'],
  ['main/inference/wrong.ts', '../media/decode.ts'],
  ['main/jobs/wrong.ts', '../library/shots.ts'],
  ['main/jobs/wrong.ts', '../grants.ts'],
  ['main/render/wrong.ts', '../jobs/index.ts'],
  ['main/render/wrong.ts', '../media/proxy.ts'],
  ['main/studio/wrong.ts', '../router.ts'],
  ['main/studio/wrong.ts', '../library/shots.ts'],
  ['main/router/wrong.ts', '../hosts/web/index.ts'],
  ['main/router/wrong.ts', '../library/index.ts'],
  ['main/handler/wrong.ts', '../hosts/web/index.ts'],
  ['main/handler/wrong.ts', '../render/index.ts'],
  ['main/hosts/cli/wrong.ts', '../../library/index.ts'],
  ['main/hosts/cli/wrong.ts', '../../inference/packs/read-pack.ts'],
  ['main/hosts/cli/wrong.ts', '../../../renderer/app.ts'],
]

const ALLOWED: readonly (readonly [string, string])[] = [
  ['core/timeline/right.ts', 'zod'],
  ['core/timeline/right.ts', './time.ts'],
  ['core/contract/right.ts', '../library/entities.ts'],
  ['renderer/viewer/right.ts', '../../core/timeline/time.ts'],
  ['renderer/library/right.ts', '../jobs/queue.ts'],
  ['preload/right.ts', 'electron'],
  ['main/library/right.ts', '../media/index.ts'],
  ['main/library/right.ts', '../files/index.ts'],
  ['main/library/right.ts', '../../core/generation/recipe.ts'],
  ['main/library/right.ts', './jobs.ts'],
  ['main/library/right.ts', './media.ts'],
  ['main/jobs/right.ts', '../library/index.ts'],
  ['main/inference/worker/right.ts', '../runtime/session.ts'],
  ['main/inference/worker/right.ts', '../../media/index.ts'],
  ['main/render/right.ts', '../library/index.ts'],
  ['main/studio/right.ts', '../library/index.ts'],
  ['main/studio/right.ts', '../../core/library/entities.ts'],
  ['main/router.ts', './studio/studio.ts'],
  ['main/handler/right.ts', '../router.ts'],
  ['main/hosts/web/right.ts', '../../handler/index.ts'],
  ['main/hosts/electron/right.ts', '../../inference/index.ts'],
]

test('what the layers forbid is an error, for values and for types', () => {
  const files = FORBIDDEN.flatMap(([path, from]) => [
    { path, text: value(from) },
    { path, text: type(from) },
  ])
  const found = lint(files)
  const missed = files.filter((_file, index) => !found[index]?.includes(FENCE))
  expect(missed).toEqual([])
})

test('what the layers allow is no error', () => {
  const found = lint(ALLOWED.map(([path, from]) => ({ path, text: value(from) })))
  const wronged = ALLOWED.filter((_pair, index) => found[index]?.length !== 0)
  expect(wronged).toEqual([])
})

test('electron may be imported by value in one file of main only', () => {
  const electron = value('electron')
  const found = lint([
    { path: 'main/hosts/electron/boot.ts', text: electron },
    { path: 'main/hosts/web/wrong.ts', text: electron },
    { path: 'main/studio/wrong.ts', text: electron },
    { path: 'main/hosts/electron/window.ts', text: type('electron') },
    { path: 'main/hosts/electron/main.ts', text: electron },
  ])
  expect(found).toEqual([[FENCE], [FENCE], [FENCE], [], []])
})

test('a file of more than 400 lines, an any and an empty catch are errors', () => {
  const lines = Array.from({ length: 401 }, (_, line) => `export const line${line} = ${line}`).join('\n')
  const [long, any, silent] = lint([
    { path: 'core/long.ts', text: lines },
    { path: 'core/any.ts', text: 'export function f(x: any): void {\n  void x\n}\n' },
    { path: 'core/silent.ts', text: 'try {\n  JSON.parse("")\n} catch {}\nexport {}\n' },
  ])
  expect(long).toContain('eslint(max-lines)')
  expect(any).toContain('typescript(no-explicit-any)')
  expect(silent).toContain('eslint(no-empty)')
})

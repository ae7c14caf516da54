import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { knownProjects } from '../../../main/studio/known-projects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cortado-known-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function project(name: string, seconds: number): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, 'library.sqlite'), '')
  utimesSync(join(path, 'library.sqlite'), seconds, seconds)
  return path
}

test('lists projects that were copied into the projects folder among those opened lately', async () => {
  const copied = project('Copied.cortado', 2000)
  const opened = project('Opened.cortado', 5000)
  mkdirSync(join(folder, 'notes'))
  writeFileSync(join(folder, 'file.cortado'), '')
  const recent = [
    { name: 'My name', path: opened, openedAt: 3_000_000 },
    { name: 'Elsewhere', path: '/films/elsewhere.cortado', openedAt: 1_000_000 },
  ]
  expect(await knownProjects(recent, folder)).toEqual([
    recent[0],
    { name: 'Copied', path: copied, openedAt: 2_000_000 },
    recent[1],
  ])
})

test('a projects folder that is not there yet holds none', async () => {
  expect(await knownProjects([], join(folder, 'nowhere'))).toEqual([])
})

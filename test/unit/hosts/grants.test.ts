import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { nothingPicked, studioGrants } from '../../../main/grants.ts'
import { fakeStudio } from '../../fakes/studio.ts'

async function setting() {
  const studio = await fakeStudio()
  const outside = await mkdtemp(join(tmpdir(), 'cortado-outside-'))
  onTestFinished(async () => {
    await studio.close()
    await rm(outside, { recursive: true, force: true })
  })
  const picked = nothingPicked()
  return { studio, outside, picked, grants: studioGrants(studio, picked), inside: studio.projectsFolder }
}

const refused = { code: 'PATH_NOT_ALLOWED' }

test('the projects folder and what is below it may be named, also when it does not exist yet', async () => {
  const { grants, inside } = await setting()
  await grants.folder(join(inside, 'New film.cortado'))
  await grants.folder(join(inside, 'a', 'b', 'c'))
  await grants.output(join(inside, 'film.mp4'))
})

test.each([['/etc/passwd'], ['relative'], [''], ['~/films'], ['/']])('%s may not', async (path) => {
  const { grants } = await setting()
  await expect(grants.folder(path)).rejects.toMatchObject(refused)
  await expect(grants.output(path)).rejects.toMatchObject(refused)
})

test('dots, neighbours with the same beginning and links lead nowhere else', async () => {
  const { grants, inside, outside } = await setting()
  await symlink(outside, join(inside, 'link'))
  await symlink(join(outside, 'missing'), join(inside, 'dangling'))
  for (const path of [
    `${inside}/../x`,
    `${inside}-other`,
    join(inside, 'link'),
    join(inside, 'link', 'x'),
    join(inside, 'dangling'),
  ]) {
    await expect(grants.folder(path), path).rejects.toMatchObject(refused)
    await expect(grants.output(path), path).rejects.toMatchObject(refused)
  }
})

test('a path with a file for a folder is refused, not a crash', async () => {
  const { grants, inside } = await setting()
  await writeFile(join(inside, 'file'), '')
  await expect(grants.folder(join(inside, 'file', 'x'))).rejects.toMatchObject(refused)
  await expect(grants.folder(join(inside, 'nul\0'))).rejects.toMatchObject(refused)
})

test('a film goes into renders of a project, open or not, and nowhere else in it', async () => {
  const { grants, inside } = await setting()
  const other = join(inside, 'Other.cortado')
  await mkdir(join(other, 'renders'), { recursive: true })
  await grants.output(join(other, 'renders', 'film.mp4'))
  for (const path of [
    'library.sqlite',
    'media/ab/film.mp4',
    'renders',
    'renders/segments/x',
    'renders/../library.sqlite',
  ]) {
    await expect(grants.output(join(other, path)), path).rejects.toMatchObject(refused)
  }
})

test('what the user picked may be named: a folder with all it holds, a file alone', async () => {
  const { grants, outside, picked } = await setting()
  const film = join(outside, 'films', 'film.mp4')
  await expect(grants.output(film)).rejects.toMatchObject(refused)
  picked.files.add(film)
  await grants.output(film)
  await expect(grants.output(join(outside, 'films', 'other.mp4'))).rejects.toMatchObject(refused)
  picked.folders.add(outside)
  await grants.folder(join(outside, 'Film.cortado'))
})

import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sequenceData } from '../../core/timeline/document.ts'
import { newId, openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { createQueue } from '../../main/jobs/index.ts'
import { CAN_MOUNT, mountTmpfs } from '../support/tmpfs.ts'
import { clip, recipe, trackOf } from '../unit/library/sample.ts'
import { oldLibrary } from './old-library.ts'

/** A file system of its own of four megabytes. */
function smallDisk(megabytes = 4): { disk: string; remountReadOnly: () => void } {
  const disk = mkdtempSync(join(tmpdir(), 'cortado-disk-'))
  const mounted = mountTmpfs(disk, megabytes)
  onTestFinished(() => {
    mounted[Symbol.dispose]()
    rmSync(disk, { recursive: true, force: true })
  })
  return { disk, remountReadOnly: () => mounted.remountReadOnly() }
}

/** Takes all the space that is left. */
function fill(disk: string): string {
  const path = join(disk, 'ballast')
  for (const size of [65_536, 4096]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
  }
  return path
}

const state = (library: Library): string => {
  const { sequence, ...place } = library.sequences.get(library.project.sequence)
  return JSON.stringify([place.revision, place.undoLabel, sequenceData(sequence)])
}

function insertClip(library: Library, shot: string, start: number): void {
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  const args = { track: trackOf(library), clip: clip(shot, start), splitId: newId() }
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'overwrite', args }] })
}

describe.skipIf(!CAN_MOUNT)('a full disk (a small tmpfs; needs root)', () => {
  it('leaves no half project behind', async () => {
    const { disk } = smallDisk()
    const ballast = fill(disk)
    truncateSync(ballast, statSync(ballast).size - 160 * 1024)
    const before = readdirSync(disk)
    await expect(openLibrary(join(disk, 'Kite.cortado'), { create: { name: 'Kite' } })).rejects.toMatchObject({
      code: 'DISK_FULL',
    })
    expect(readdirSync(disk)).toEqual(before)
  })

  it('refuses an edit whole, keeps the acknowledged ones, and goes on once there is space', async () => {
    const { disk } = smallDisk()
    const library = await openLibrary(join(disk, 'Kite.cortado'), { create: { name: 'Kite' } })
    onTestFinished(() => library.close())
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const ballast = fill(disk)
    let acknowledged = state(library)
    let failure: unknown
    for (let index = 0; index < 2000 && failure === undefined; index += 1) {
      try {
        insertClip(library, shot, index * 48)
        acknowledged = state(library)
      } catch (error) {
        failure = error
      }
    }
    expect(failure).toMatchObject({ code: 'DISK_FULL' })
    expect(state(library)).toBe(acknowledged)
    rmSync(ballast)
    insertClip(library, shot, 200_000)
    acknowledged = state(library)
    library.close()
    const again = await openLibrary(library.folder)
    expect(state(again)).toBe(acknowledged)
    again.close()
  })

  it('stops an upgrade before anything is lost, and goes on with it once there is space', async () => {
    const { disk } = smallDisk(8)
    const folder = join(disk, 'Old.cortado')
    oldLibrary(folder, 2000)
    const ballast = fill(disk)
    // Steps by which it fails at the backup first, then in the middle of a migration.
    for (let room = 0, opened = false; !opened; room += 256) {
      truncateSync(ballast, Math.max(0, statSync(ballast).size - 256 * 1024))
      const library = await openLibrary(folder).catch((error: unknown) => {
        expect([room, error]).toEqual([room, expect.objectContaining({ code: 'DISK_FULL' })])
        expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
        return null
      })
      expect(room).toBeLessThan(8192)
      if (library === null) continue
      opened = true
      expect(library.shots.list()).toHaveLength(2000)
      expect(library.search({ text: 'number 1999' }).hits).toHaveLength(1)
      library.close()
    }
  })

  it('takes no file in, and keeps the one that was to come in', async () => {
    const { disk } = smallDisk()
    const library = await openLibrary(join(disk, 'Kite.cortado'), { create: { name: 'Kite' } })
    onTestFinished(() => library.close())
    const outside = join(mkdtempSync(join(tmpdir(), 'cortado-in-')), 'big.bin')
    writeFileSync(outside, Buffer.alloc(1_000_000, 7))
    fill(disk)
    await expect(library.media.adopt(outside, 'video/mp4')).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(existsSync(outside)).toBe(true)
    const files = readdirSync(join(library.folder, 'media'), { recursive: true, encoding: 'utf8' })
    expect(files.filter((name) => statSync(join(library.folder, 'media', name)).isFile())).toEqual([])
    rmSync(join(outside, '..'), { recursive: true })
  })

  it('does not stop the queue: the job fails with the code and can be tried again', async () => {
    const { disk } = smallDisk()
    const library = await openLibrary(join(disk, 'Kite.cortado'), { create: { name: 'Kite' } })
    onTestFinished(() => library.close())
    const shot = library.shots.create({ prompt: 'a kite' }).id
    let ballast = ''
    const queue = createQueue({
      library,
      emit: () => undefined,
      runners: {
        generate: {
          places: () => ['cpu:0'],
          run: (job) => {
            if (job.attempts === 1) {
              ballast = fill(disk)
              // The log keeps its size once it has grown, so rows still fit until it is used up.
              for (let index = 0; index < 2000; index += 1) library.shots.create({ prompt: 'x'.repeat(4000) })
            }
            return Promise.resolve({ frames: 16 })
          },
        },
        refine: { places: () => ['cpu:0'], run: () => Promise.reject(new Error('no refinement')) },
        render: { places: () => ['render'], run: () => Promise.reject(new Error('no render')) },
      },
    })
    onTestFinished(() => queue.close())
    const job = await queue.ended(queue.add({ kind: 'generate', shot, recipe: recipe() }).id)
    expect(job).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' } })
    truncateSync(ballast, 0)
    queue.retry(job.id)
    expect(await queue.ended(job.id)).toMatchObject({ state: 'done', attempts: 2 })
  })
})

describe.skipIf(!CAN_MOUNT)('a read-only folder (a tmpfs mounted again read-only; needs root)', () => {
  it('is refused with what to do, and nothing is made', async () => {
    const { disk, remountReadOnly } = smallDisk()
    const library = await openLibrary(join(disk, 'Kite.cortado'), { create: { name: 'Kite' } })
    library.close()
    const before = readdirSync(library.folder)
    remountReadOnly()
    await expect(openLibrary(library.folder)).rejects.toMatchObject({
      code: 'PROJECT_READ_ONLY',
      message: expect.stringContaining('permissions'),
    })
    await expect(openLibrary(join(disk, 'New'), { create: { name: 'New' } })).rejects.toMatchObject({
      code: 'PROJECT_READ_ONLY',
    })
    expect(readdirSync(library.folder)).toEqual(before)
  })
})

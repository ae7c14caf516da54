import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../main/library/index.ts'
import { newLibrary } from '../unit/library/sample.ts'

const CHILD = fileURLToPath(new URL('library-kill-child.ts', import.meta.url))

describe('kill -9 in the middle of edits', () => {
  it('keeps every acknowledged edit and no half of one; the lock dies with the process', async () => {
    const made = await newLibrary()
    made.close()
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, [CHILD, made.folder], { stdio: ['ignore', 'pipe', 'inherit'] })
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
      while (output.split('\n').length < 8 && child.exitCode === null) await sleep(5)
      await expect(openLibrary(made.folder)).rejects.toMatchObject({ code: 'PROJECT_IN_USE' })
      await sleep(round * 13)
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
      expect(child.signalCode).toBe('SIGKILL')
      const acknowledged = Number(output.split('\n').at(-2)?.split(' ')[0])
      const library = await openLibrary(made.folder)
      const { revision, sequence } = library.sequences.get(library.project.sequence)
      expect(revision).toBeGreaterThanOrEqual(acknowledged)
      // At most the edit and the undo that were under way when it died.
      expect(revision - acknowledged).toBeLessThanOrEqual(2)
      let left = sequence.tracks[0]?.items.length ?? 0
      while (library.sequences.get(sequence.id).undoLabel !== null) {
        library.sequences.undo(sequence.id)
        left = library.sequences.get(sequence.id).sequence.tracks[0]?.items.length ?? -1
      }
      expect(left).toBe(0)
      library.close()
    }
  })
})

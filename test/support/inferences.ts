import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { createInference } from '../../main/inference/index.ts'
import type { Inference, InferenceOptions } from '../../main/inference/index.ts'
import { PACKS, temporaryFolder, type TemporaryFolder } from '../unit/inference/tiny.ts'

/** A folder for each test of a file, and inference services on the fixture packs that are closed after it. */
export function inferencesOfTests(): {
  folder: { readonly path: string }
  inference: (options?: Partial<InferenceOptions>) => Inference
} {
  let current: TemporaryFolder
  let open: Inference[] = []
  beforeEach(() => {
    current = temporaryFolder()
  })
  afterEach(async () => {
    await Promise.all(open.map((one) => one.close()))
    open = []
    current[Symbol.dispose]()
  })
  const folder = {
    get path() {
      return current.path
    },
  }
  return {
    folder,
    inference(options = {}) {
      const made = createInference({ packFolders: [PACKS], dataFolder: join(folder.path, 'data'), ...options })
      open.push(made)
      return made
    },
  }
}

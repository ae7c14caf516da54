/** A take from a cold start: `node cold.ts OPTIONS` opens the studio's inference, and ends at the first preview. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInference } from '../../../main/inference/index.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { findFfmpeg } from '../../../main/media/index.ts'
import { recipeOf, type Asked } from './recipe-of.ts'

const asked = JSON.parse(process.argv[2] ?? '') as Asked
const folder = mkdtempSync(join(tmpdir(), 'cortado-cold-'))
const inference = createInference({ packFolders: [dirname(asked.pack)], dataFolder: join(folder, 'data') })
try {
  const recipe = recipeOf(await readPack(asked.pack), asked)
  let isFirst = true
  await inference.generate(
    {
      recipe,
      packPath: asked.pack,
      ffmpegPath: (await findFfmpeg()).path,
      checkpointFolder: join(folder, 'checkpoint'),
      output: join(folder, 'take.mkv'),
    },
    {
      onPreview: () => {
        if (isFirst) process.stdout.write('preview\n')
        isFirst = false
      },
    },
  )
} finally {
  await inference.close()
  rmSync(folder, { recursive: true, force: true })
}

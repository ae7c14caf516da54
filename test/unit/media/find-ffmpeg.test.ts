import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../../main/media/index.ts'
import { requireEncoder } from '../../../main/media/find-ffmpeg.ts'
import { ffmpeg } from './clip.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'cortado-find-'))))
afterEach(() => rm(folder, { recursive: true }))

describe('findFfmpeg', () => {
  it('knows version, encoders and filters of what it finds', async () => {
    expect(ffmpeg.version).toMatch(/\d/)
    expect(ffmpeg.encoders.has('ffv1')).toBe(true)
    expect(ffmpeg.encoders.has('=')).toBe(false)
    expect(ffmpeg.filters.has('scale')).toBe(true)
    expect(ffmpeg.filters.has('no_such_filter')).toBe(false)
  })

  it('takes the setting before the environment before PATH', async () => {
    const [setting, variable] = [join(folder, 'a'), join(folder, 'b')]
    await symlink(ffmpeg.path, setting)
    await symlink(ffmpeg.path, variable)
    const env = { CORTADO_FFMPEG: variable, FFMPEG_BIN: ffmpeg.path, PATH: '' }
    expect(await findFfmpeg({ configured: setting, env })).toMatchObject({ path: setting, source: 'setting' })
    expect(await findFfmpeg({ env })).toMatchObject({ path: variable })
  })

  it('passes over a program that is not ffmpeg', async () => {
    const impostor = join(folder, 'ffmpeg')
    await writeFile(impostor, '#!/bin/sh\necho hello\n')
    await chmod(impostor, 0o755)
    expect(await findFfmpeg({ configured: impostor, env: { CORTADO_FFMPEG: ffmpeg.path } })).toMatchObject({
      path: ffmpeg.path,
    })
  })

  it.skipIf(ffmpeg.source === 'bundled')('says how to get one when there is none', async () => {
    await expect(findFfmpeg({ configured: join(folder, 'gone'), env: { PATH: folder } })).rejects.toMatchObject({
      code: 'FFMPEG_MISSING',
      message: expect.stringMatching(/Install it with .* CORTADO_FFMPEG/),
    })
  })

  it('says which encoder a poor build lacks', () => {
    expect(() => requireEncoder({ ...ffmpeg, encoders: new Set(['ffv1']) }, 'libx264')).toThrow(
      /cannot encode with libx264/,
    )
  })
})

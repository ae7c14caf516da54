// Tries to fetch ffmpeg-static's binary. It never fails the install: a machine without a
// network keeps working with the ffmpeg that is already on it (see main/media/ffmpeg/locate.ts).
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const installer = 'node_modules/ffmpeg-static/install.js'
if (!process.env['FFMPEG_BIN'] && existsSync(installer)) {
  const result = spawnSync(process.execPath, [installer], { timeout: 180_000, stdio: 'ignore' })
  if (result.status !== 0) {
    console.log('cortado: no ffmpeg was downloaded; the one on this machine will be used')
  }
}

import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { CortadoError } from '../../../core/errors.ts'
import type { ExportReport, ExportRequest } from '../../../core/library/export.ts'
import type { Take } from '../../../core/library/entities.ts'
import { diskError } from '../../files/index.ts'
import type { Library } from '../../library/index.ts'
import type { Sample } from './sample.ts'
import { writeLines } from './write-lines.ts'
import { writeShards } from './write-shards.ts'

/**
 * Writes chosen takes with their captions, ratings, reviews and recipes for training elsewhere. Throws `INVALID_INPUT`
 * where the folder holds something, `NOT_FOUND` where no take fits, `DISK_FULL`; then the folder is as it was.
 */
export async function exportTakes(library: Library, request: ExportRequest): Promise<ExportReport> {
  const samples = choose(library, request).map((take) => sampleOf(library, take, request))
  if (samples.length === 0) {
    throw new CortadoError('NOT_FOUND', 'No take fits. Ask for fewer stars, or name the takes.')
  }
  const { out } = request
  const made = await mkdir(out, { recursive: true }).catch((error: unknown) => {
    throw diskError(error, out)
  })
  if ((await readdir(out)).length > 0) {
    throw new CortadoError('INVALID_INPUT', `"${out}" is not empty. Name a new folder, or empty that one.`)
  }
  try {
    const written = await (request.format === 'webdataset'
      ? writeShards(out, samples, request.shardBytes)
      : writeLines(out, samples))
    return { folder: out, takes: samples.length, ...written }
  } catch (error) {
    if (made !== undefined) await rm(made, { recursive: true, force: true })
    else for (const name of await readdir(out)) await rm(join(out, name), { recursive: true, force: true })
    throw diskError(error, out)
  }
}

function choose(library: Library, { takes: named, shot, rating, clean }: ExportRequest): Take[] {
  const takes = named
    ? named.map((id) => library.takes.get(id))
    : library.takes.list(shot).filter((take) => !take.rejected)
  return takes.filter(
    (take) => take.rating >= rating && (!clean || (take.review !== null && take.review.findings.length === 0)),
  )
}

function sampleOf(library: Library, take: Take, { video }: ExportRequest): Sample {
  const file = library.media.locate(video === 'master' ? take.master : take.proxy)
  if (!file) {
    throw new CortadoError('NOT_FOUND', `The video of take ${take.id} is not in the project. Restore it from a backup.`)
  }
  const { recipe, recipeSha256, rating, rejected, frames, rate, size, review } = take
  return {
    key: take.id,
    caption: recipe.prompt,
    video: file,
    extension: video === 'master' ? 'mkv' : 'mp4',
    modifiedMs: take.createdAt,
    facts: {
      id: take.id,
      shot: take.shot,
      caption: recipe.prompt,
      rating,
      rejected,
      frames,
      fps: rate.num / rate.den,
      width: size.width,
      height: size.height,
      sha256: file.sha256,
      recipeSha256,
      recipe: JSON.parse(canonicalJson(recipe)) as unknown,
      review,
    },
  }
}

import { join } from 'node:path'
import { findFfmpeg, makeFilmstrip, makePoster, makeProxy, runFfmpeg } from '../../../main/media/index.ts'
import { openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { fillTakes } from '../library/takes.ts'
import type { Footage } from '../library/takes.ts'
import { filmData } from '../timeline/films.ts'
import { layFilm } from '../timeline/project.ts'

const COLOURS = 12
const SOURCE = { size: { width: 64, height: 64 }, rate: { num: 8, den: 1 }, frames: 16 }

/** Makes a project with a film of so many clips that show the shots of so many takes, with pictures that can be told apart. */
export async function makeProject(path: string, clips: number, takes: number): Promise<void> {
  const [first, ...others] = await fillTakes(path, takes, makeFootage)
  if (first === undefined) throw new Error('a film needs takes')
  const library = await openLibrary(path)
  layFilm(library, library.project.sequence, filmData(clips, first, ...others))
  library.close()
}

async function makeFootage(library: Library): Promise<Footage[]> {
  const ffmpeg = await findFfmpeg()
  const all: Footage[] = []
  for (let colour = 0; colour < COLOURS; colour += 1) {
    const master = library.media.temporary('mkv')
    const picture = `testsrc2=size=64x64:rate=8:duration=2,hue=h=${(colour * 360) / COLOURS}`
    await runFfmpeg(ffmpeg, ['-y', '-f', 'lavfi', '-i', picture, '-pix_fmt', 'gbrp', '-c:v', 'ffv1', master])
    const source = { path: master, ...SOURCE }
    const [proxy, poster, filmstrip] = ['mp4', 'jpg', 'jpg'].map((end) => library.media.temporary(end)) as [
      string,
      string,
      string,
    ]
    await makeProxy(ffmpeg, source, { out: proxy })
    await makePoster(ffmpeg, source, { out: poster })
    const { frames } = await makeFilmstrip(ffmpeg, source, { out: filmstrip })
    const adopt = async (file: string, type: string): Promise<string> => (await library.media.adopt(file, type)).sha256
    all.push({
      proxy: await adopt(proxy, 'video/mp4'),
      poster: await adopt(poster, 'image/jpeg'),
      filmstrip: await adopt(filmstrip, 'image/jpeg'),
      filmstripFrames: frames,
    })
  }
  return all
}

/** Where the project of a bench lies below its home. */
export const projectPath = (home: string): string => join(home, 'projects', 'Bench.cortado')

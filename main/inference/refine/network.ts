import type { Tensor } from 'onnxruntime-node'
import { CortadoError } from '../../../core/errors.ts'
import type { RefinerManifest } from '../../../core/generation/refiner-manifest.ts'
import type { RefinerFolder } from '../packs/pack-folder.ts'
import type { Where } from '../runtime/placement.ts'
import { openGraph, type Graph } from '../runtime/session.ts'
import { float32 } from '../runtime/tensors.ts'
import { fixedTile } from './refiner-io.ts'

/** One opened refiner. */
export interface Network {
  readonly manifest: RefinerManifest
  /** Refined pixels for each unrefined one, along an edge. */
  readonly factor: number
  /** True where it takes tiles of one size only. */
  readonly fixed: boolean
  /**
   * `sources` f32[3,h,w] each, one for an upscaler and two for an interpolator, which also takes the moment between them
   * from 0 to 1. Gives f32[3, factor h, factor w]. Throws `PACK_INVALID` where the network gives another size.
   */
  run(sources: readonly Float32Array[], height: number, width: number, time: number): Promise<Float32Array>
  release(): Promise<void>
}

/** Opens the network of a refiner. Throws what `openGraph` throws. */
export async function openNetwork(pack: RefinerFolder, where: Where): Promise<Network> {
  const { manifest } = pack
  const graph = await openGraph(pack, 'network', where, true)
  const factor = manifest.family === 'upscaler' ? manifest.factor : 1
  return {
    manifest,
    factor,
    fixed: fixedTile(manifest) !== null,
    run: async (sources, height, width, time) => {
      const { frame } = await graph.run(feeds(graph, sources, height, width, time))
      if (frame?.length === 3 * height * width * factor ** 2) return frame
      throw new CortadoError(
        'PACK_INVALID',
        `The network of "${manifest.title}" gives ${frame?.length ?? 0} numbers for a tile of ${width} x ${height} pixels, not ` +
          `${3 * height * width * factor ** 2}. Get a sound version of it.`,
      )
    },
    release: () => graph.release(),
  }
}

function feeds(
  { io: { inputs } }: Graph,
  sources: readonly Float32Array[],
  height: number,
  width: number,
  time: number,
): Record<string, Tensor> {
  const [first = new Float32Array(), second = first] = sources
  const plane = height * width
  if (inputs['frame']) return { frame: float32(first, [1, 3, height, width]) }
  if (inputs['frames']) {
    const channels = inputs['frames'].dims[1] === 7 ? 7 : 6
    const joined = new Float32Array(channels * plane)
    joined.set(first)
    joined.set(second, 3 * plane)
    joined.fill(time, 6 * plane)
    return { frames: float32(joined, [1, channels, height, width]) }
  }
  const dims = [1, 3, height, width]
  const pair = { first: float32(first, dims), second: float32(second, dims) }
  if (!inputs['time']) return pair
  return { ...pair, time: timeTensor(inputs['time'].dims, height, width, time) }
}

/** One number in as many dimensions as are declared, or a plane of it where height or width is open. */
function timeTensor(declared: readonly (number | string)[], height: number, width: number, time: number): Tensor {
  const dims = declared.map((size, axis) =>
    declared.length === 4 && axis >= 2 && size !== 1 ? (axis === 2 ? height : width) : 1,
  )
  return float32(new Float32Array(dims.reduce((total, size) => total * size, 1)).fill(time), dims)
}

import type { Tensor } from 'onnxruntime-node'
import { CortadoError } from '../../../core/errors.ts'
import { picturesSeen } from '../../../core/generation/abilities.ts'
import type { PackManifest, PackView } from '../../../core/generation/manifest.ts'
import type { Size } from '../../../core/generation/recipe.ts'
import { float32 } from '../runtime/tensors.ts'
import type { GraphSet } from './graph-set.ts'
import type { Clip } from './pipeline.ts'
import { resizeRgb24 } from './pillow-resize.ts'

const f32 = Math.fround

/**
 * CLIP's view of the given pictures, f32[pictures, patches, width], as Wan 2.1 takes it: the layer before the last. Throws
 * `INVALID_INPUT` where fewer pictures are given than the transformer looks at, and what running the graph throws.
 */
export async function seePictures(
  manifest: PackManifest,
  graphs: GraphSet,
  view: PackView,
  clip: Clip,
): Promise<Tensor> {
  // Over footage, the model looks at the first and the last of its frames.
  const footage = [...(clip.footage?.pictures ?? [])].toSorted(([a], [b]) => a - b).map(([, rgb]) => rgb)
  const first = clip.keyframes.find(({ at }) => at === 0)?.rgb ?? clip.footage?.first ?? footage[0]
  const last = clip.keyframes.find(({ at }) => at !== 0)?.rgb ?? footage.at(-1)
  const wanted = picturesSeen(manifest)
  const pictures = (wanted === 2 ? [first, last] : [first]).filter((one) => one !== undefined)
  if (pictures.length < wanted) {
    const what = wanted === 2 ? 'a picture for the first frame and one for the last' : 'a picture for the first frame'
    throw new CortadoError('INVALID_INPUT', `The model pack "${manifest.id}" needs ${what}. Give it that.`)
  }
  const values = new Float32Array(pictures.length * 3 * view.crop * view.crop)
  pictures.forEach((rgb, k) => values.set(shown(rgb, clip.size, view), k * 3 * view.crop * view.crop))
  const graph = await graphs.get('image_encoder')
  const pixels = float32(values, [pictures.length, 3, view.crop, view.crop])
  const seen = (await graph.runTensors({ pixel_values: pixels }))['penultimate_hidden_state']
  if (seen === undefined) throw new CortadoError('GENERATION_FAILED', 'The image encoder gave nothing. Try again.')
  return seen
}

/** A picture as CLIP is shown it, f32[3, crop, crop] (transformers' `CLIPImageProcessor` on Pillow). */
export function shown(rgb: Uint8Array, size: Size, view: PackView): Float32Array {
  const short = Math.min(size.width, size.height)
  const edge = (length: number) => (length === short ? view.size : Math.trunc((view.size * length) / short))
  const small = { width: edge(size.width), height: edge(size.height) }
  const picture = resizeRgb24(rgb, size, small)
  const left = Math.floor((small.width - view.crop) / 2)
  const top = Math.floor((small.height - view.crop) / 2)
  const plane = view.crop * view.crop
  const out = new Float32Array(3 * plane)
  for (let y = 0; y < view.crop; y++) {
    for (let x = 0; x < view.crop; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const level = picture[3 * ((top + y) * small.width + left + x) + channel] as number
        const mean = f32(view.mean[channel] as number)
        const std = f32(view.std[channel] as number)
        out[channel * plane + y * view.crop + x] = f32(f32(f32(level / 255) - mean) / std)
      }
    }
  }
  return out
}

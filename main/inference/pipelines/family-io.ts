import { picturesSeen } from '../../../core/generation/abilities.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { GraphNeeds } from './family.ts'

const TEXT = { inputs: ['input_ids'], outputs: ['last_hidden_state'] }
const TRANSFORMER = { inputs: ['hidden_states', 'encoder_hidden_states', 'timestep'], outputs: ['sample'] }
const DECODER = { inputs: ['latent_sample'], outputs: ['sample'] }
const ENCODER = { inputs: ['sample'], outputs: ['latent_parameters'] }

const COMMON: GraphNeeds = { text_encoder: TEXT, transformer: TRANSFORMER, vae_decoder: DECODER }

/** Logical tensor names that a family's graphs must declare, where the pack has them at all. */
const NEEDS: Record<PackManifest['family'], GraphNeeds> = {
  latte: { ...COMMON, vae_temporal_decoder: DECODER, vae_encoder: ENCODER },
  animatediff: { ...COMMON, vae_encoder: ENCODER },
  wan: {
    ...COMMON,
    transformer_2: TRANSFORMER,
    image_encoder: { inputs: ['pixel_values'], outputs: ['penultimate_hidden_state'] },
    vae_decoder_next: DECODER,
    vae_encoder: ENCODER,
    vae_encoder_next: ENCODER,
  },
  ltx: {
    ...COMMON,
    transformer: { ...TRANSFORMER, inputs: [...TRANSFORMER.inputs, 'video_coords'] },
    vae_encoder: ENCODER,
  },
}

/** Says what a manifest lacks for its family; null when nothing. */
export function missingIo(manifest: PackManifest): string | null {
  for (const [name, needs] of Object.entries(NEEDS[manifest.family])) {
    const component = manifest.components[name as keyof PackManifest['components']]
    if (component === undefined) continue
    const input = needs.inputs.find((one) => component.io.inputs[one] === undefined)
    if (input !== undefined) return `its ${name} declares no input "${input}"`
    const output = needs.outputs.find((one) => component.io.outputs[one] === undefined)
    if (output !== undefined) return `its ${name} declares no output "${output}"`
  }
  return missingPart(manifest)
}

/** Parts and figures that only matter together. */
function missingPart(manifest: PackManifest): string | null {
  const { family, tasks, components, conditioning, guidance, latents, defaults, frames } = manifest
  if (tasks.includes('image-to-video') !== (conditioning !== undefined)) {
    return 'its tasks and its conditioning do not agree'
  }
  if (conditioning?.kind === 'held' || conditioning?.kind === 'keyframes') {
    const times = components.transformer.io.inputs['timestep']
    if (times?.dims.length !== 2) return 'it holds given frames but takes no timestep for each token'
  }
  if (conditioning !== undefined && components.vae_encoder === undefined)
    return 'it takes pictures but cannot encode them'
  if (conditioning?.kind === 'channels' && components.vae_encoder_next === undefined) return 'it cannot encode a clip'
  const looks = picturesSeen(manifest) > 0
  if (looks !== (components.image_encoder !== undefined)) return 'it looks at pictures with half of what that takes'
  if (looks !== (conditioning?.kind === 'channels' && conditioning.image !== undefined)) {
    return 'it does not say how pictures are shown to its image encoder'
  }
  if (family === 'wan' && components.vae_decoder_next === undefined) return 'it decodes the first frame alone'
  if (guidance.second !== undefined && components.transformer_2 === undefined) return 'it lacks its second expert'
  if (defaults.temporalDecoder === true && components.vae_temporal_decoder === undefined) {
    return 'it lacks its temporal decoder'
  }
  if (latents.mean?.length !== latents.std?.length) return 'its latents have a mean or a deviation without the other'
  if (latents.mean !== undefined && latents.mean.length !== latents.channels) {
    return 'its latents do not have one mean for each channel'
  }
  if ((latents.layout === 'tokens') !== (family === 'ltx')) return 'its family takes latents in another layout'
  if (conditioning?.kind === 'clean' && latents.temporalCompression > 1) {
    return 'it takes clean frames among noisy ones, which its family does not'
  }
  const compresses = latents.temporalCompression > 1
  if (compresses !== (family === 'wan' || family === 'ltx')) return 'it compresses time as its family does not'
  if (picturesSeen(manifest) > 1 && frames.max > frames.window) {
    return 'it makes clips longer than one pass, each of which would need a last picture'
  }
  return null
}

import type { PackManifest } from '../../../core/generation/manifest.ts'

type Needs = Record<'text_encoder' | 'transformer' | 'vae_decoder', { inputs: string[]; outputs: string[] }>

/** Logical tensor names that a family's graphs must declare; the names inside of the graphs are the pack's own business. */
const NEEDS: Record<PackManifest['family'], Needs> = {
  latte: {
    text_encoder: { inputs: ['input_ids'], outputs: ['last_hidden_state'] },
    transformer: { inputs: ['hidden_states', 'encoder_hidden_states', 'timestep'], outputs: ['sample'] },
    vae_decoder: { inputs: ['latent_sample'], outputs: ['sample'] },
  },
}

/** Says what a manifest lacks for its family; null when nothing. */
export function missingIo(manifest: PackManifest): string | null {
  const needs = NEEDS[manifest.family]
  for (const name of ['text_encoder', 'transformer', 'vae_decoder'] as const) {
    const { io } = manifest.components[name]
    const input = needs[name].inputs.find((one) => io.inputs[one] === undefined)
    if (input !== undefined) return `its ${name} declares no input "${input}"`
    const output = needs[name].outputs.find((one) => io.outputs[one] === undefined)
    if (output !== undefined) return `its ${name} declares no output "${output}"`
  }
  return null
}

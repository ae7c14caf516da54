import type { LatentShape } from '../../../core/generation/latent-shape.ts'

/** f32[channels, frames, height, width] to f32[frames * height * width, channels]. */
export function toTokens(latents: Float32Array, shape: LatentShape): Float32Array {
  return transposed(latents, shape.channels, latents.length / shape.channels)
}

/** f32[frames * height * width, channels] to f32[channels, frames, height, width]. */
export function fromTokens(tokens: Float32Array, shape: LatentShape): Float32Array {
  return transposed(tokens, tokens.length / shape.channels, shape.channels)
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      out[column * rows + row] = values[row * columns + column] as number
    }
  }
  return out
}

const f32 = Math.fround

/**
 * Classifier-free guidance (Ho and Salimans, 2022): u + g (c - u), rounded to float32 after each operation as the
 * reference does. `prediction` is f32[2, n] with the unguided half first; `keep` values of each half are used.
 */
export function guide(prediction: Float32Array, keep: number, guidance: number): Float32Array {
  const half = prediction.length / 2
  const strength = f32(guidance)
  const out = new Float32Array(keep)
  for (let i = 0; i < keep; i++) {
    const plain = prediction[i] as number
    const guided = prediction[half + i] as number
    out[i] = plain + f32(strength * f32(guided - plain))
  }
  return out
}

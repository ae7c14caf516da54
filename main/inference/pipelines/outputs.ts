import { CortadoError } from '../../../core/errors.ts'

/** One output of a graph, with at least `count` values. Throws `PACK_INVALID`. */
export function outputOf(results: Record<string, Float32Array>, name: string, count = 1): Float32Array {
  const output = results[name]
  if (output !== undefined && output.length >= count) return output
  throw new CortadoError(
    'PACK_INVALID',
    'A graph of the model pack gives less than its manifest says. Get a sound version of it.',
  )
}

import { TorchGenerator } from './torch-generator.ts'

export { TorchGenerator } from './torch-generator.ts'
export type { TorchGeneratorState } from './torch-generator.ts'

/** `torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))`, flattened in row-major order. */
export function randn(seed: number, shape: readonly number[]): Float32Array {
  return new TorchGenerator(seed).randn(shape.reduce((product, size) => product * size, 1))
}

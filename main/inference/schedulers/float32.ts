/**
 * Schedules are built from two kinds of numbers, and the difference shows after fifty steps: tables that
 * PyTorch keeps in float32, and spacings that NumPy computes in double precision.
 */
export const f32 = Math.fround

/** `n` evenly spaced values, double precision, both ends exact (NumPy's linspace). */
export function linspace(start: number, stop: number, n: number): number[] {
  const step = n > 1 ? (stop - start) / (n - 1) : 0
  const values = Array.from({ length: n }, (_, i) => i * step + start)
  if (n > 1) values[n - 1] = stop
  return values
}

/** `n` evenly spaced float32 values, counted from the nearer end with fused multiply-add (PyTorch's linspace). */
export function linspaceSingle(start: number, stop: number, n: number): number[] {
  const from = f32(start)
  const to = f32(stop)
  const step = n > 1 ? f32(f32(to - from) / f32(n - 1)) : 0
  const half = Math.floor(n / 2)
  return Array.from({ length: n }, (_, i) => f32(i < half ? from + step * i : to - step * (n - i - 1)))
}

/** Rounds halves to the even neighbour. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

/** Piecewise linear value at `x` of a table over 0, 1, 2, …; held flat outside. */
export function interpolate(table: readonly number[], x: number): number {
  const last = table.length - 1
  if (x <= 0) return at(table, 0)
  if (x >= last) return at(table, last)
  const low = Math.floor(x)
  const base = at(table, low)
  return (at(table, low + 1) - base) * (x - low) + base
}

/** Indexed read of a table whose bounds the caller has checked. */
export function at(table: ArrayLike<number>, index: number): number {
  const value = table[index]
  if (value === undefined) throw new RangeError(`index ${index} outside a table of ${table.length}`)
  return value
}

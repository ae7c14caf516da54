import { at, f32 } from './float32.ts'
import { refuse } from './refuse.ts'

/** Solves a small dense system in float32 by elimination with row pivoting. Throws `SCHEDULER_CONFIG` where it has no solution. */
export function solveSingle(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, at(right, i)])
  const n = rows.length
  for (let column = 0; column < n; column++) {
    const candidates = rows.slice(column).map((row) => Math.abs(at(row, column)))
    const largest = Math.max(...candidates)
    if (!(largest > 0))
      refuse('Two steps of this schedule have the same noise level; use fewer steps or a lower order.')
    const pivot = column + candidates.indexOf(largest)
    const pivotRow = rows[pivot] as number[]
    rows[pivot] = rows[column] as number[]
    rows[column] = pivotRow
    for (const row of rows.slice(column + 1)) {
      const factor = f32(at(row, column) / at(pivotRow, column))
      for (let k = column; k <= n; k++) row[k] = f32(at(row, k) - f32(factor * at(pivotRow, k)))
    }
  }
  const solution = Array.from({ length: n }, () => 0)
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i] as number[]
    let rest = at(row, n)
    for (let k = i + 1; k < n; k++) rest = f32(rest - f32(at(row, k) * at(solution, k)))
    solution[i] = f32(rest / at(row, i))
  }
  return solution
}

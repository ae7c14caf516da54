/**
 * How many letters two words differ by, where a missing, an extra, a wrong letter and two swapped neighbours count one
 * each (optimal string alignment; Boytsov, 2011, "Indexing methods for approximate dictionary searching", section 2.1).
 */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1
  const table = Array.from({ length: (a.length + 1) * width }, (_, cell) =>
    cell < width ? cell : cell % width === 0 ? cell / width : 0,
  )
  const at = (row: number, column: number): number => table[row * width + column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= a.length; row += 1) {
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      let best = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) best = Math.min(best, at(row - 2, column - 2) + 1)
      table[row * width + column] = best
    }
  }
  return at(a.length, b.length)
}

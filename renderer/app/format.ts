/** "412 GB", "1.1 GB", "36 MB": decimal units, as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit >= 3 && value < 9.95 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit] ?? 'B'}`
}

/** "1.1 of 24 GB". */
export function formatMemory(usedBytes: number, totalBytes: number): string {
  return `${(usedBytes / 1e9).toFixed(1)} of ${Math.round(totalBytes / 1e9)} GB`
}

/** "18 s", "4 min", "2 h 5 min": what a person wants to know of a wait. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** "2 s" or "2.4 s". */
export function formatSeconds(seconds: number): string {
  return `${Number(seconds.toFixed(1))} s`
}

/** "1 take", "4 takes". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** "just now", "5 min ago", "3 h ago", then the date. */
export function formatAgo(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  return new Date(then).toISOString().slice(0, 10)
}

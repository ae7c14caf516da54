/**
 * JSON with sorted keys and no spaces: the same value always gives the same bytes, so that a hash can name it
 * (RFC 8785 in spirit; our documents hold no numbers on which the two could differ).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

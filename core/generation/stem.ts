const ENDINGS = ['ing', 'ed', 'es', 's', 'ly'] as const
const SHORTEST = 3

/**
 * What is left of an English word without its inflection, good enough to see that "drifting", "drifts" and "drifted" are
 * one word. It is not a word itself.
 */
export function stem(word: string): string {
  const plain = word.replace(/ie[sd]$/, 'y')
  const ending = ENDINGS.find((end) => plain.endsWith(end) && plain.length - end.length >= SHORTEST)
  const cut = ending === undefined ? plain : plain.slice(0, -ending.length)
  const single = cut.replace(/([bdgmnprt])\1$/, '$1')
  if (single.length <= SHORTEST) return single
  const root = single.replace(/[ey]$/, '')
  return root.replace(/([bdgmnprt])\1$/, '$1')
}

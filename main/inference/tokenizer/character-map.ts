/** Longer clusters are mapped character by character only. */
const MAX_CLUSTER_BYTES = 5
const NODE_BYTES = 4

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Reads the character map of a SentencePiece tokenizer (`precompiled_charsmap`, base64): a table of strings and a
 * double-array trie (Aoe 1989) that leads to them. The function it gives replaces each cluster of characters that the
 * trie knows, else each single character. Null where the bytes are no such map.
 */
export function readCharacterMap(base64: string): ((text: string) => string) | null {
  const bytes = Buffer.from(base64, 'base64')
  const trieBytes = bytes.length < NODE_BYTES ? 0 : bytes.readUInt32LE(0)
  const start = NODE_BYTES + trieBytes
  if (trieBytes === 0 || trieBytes % NODE_BYTES !== 0 || start > bytes.length) return null
  const trie = new Uint32Array(trieBytes / NODE_BYTES)
  for (let i = 0; i < trie.length; i++) trie[i] = bytes.readUInt32LE(NODE_BYTES * (i + 1))
  const strings = bytes.subarray(start)

  const replacement = (key: Buffer): string | null => {
    const from = shortestMatch(trie, key)
    if (from === null) return null
    const to = strings.indexOf(0, from)
    return strings.toString('utf8', from, to === -1 ? strings.length : to)
  }
  const mapCluster = (cluster: string): string => {
    const key = Buffer.from(cluster)
    const whole = key.length <= MAX_CLUSTER_BYTES ? replacement(key) : null
    if (whole !== null) return whole
    return Array.from(cluster, (character) => replacement(Buffer.from(character)) ?? character).join('')
  }
  return (text) => Array.from(clusters.segment(text), ({ segment }) => mapCluster(segment)).join('')
}

/** What the trie holds for the shortest beginning of `key` that it knows: the reference takes that one. */
function shortestMatch(trie: Uint32Array, key: Buffer): number | null {
  let place = offsetOf(trie[0] ?? 0)
  for (const byte of key) {
    place ^= byte
    const node = trie[place] ?? 0
    if (byte === 0 || (node & 0x800000ff) !== byte) return null
    place ^= offsetOf(node)
    if ((node >>> 8) & 1) return (trie[place] ?? 0) & 0x7fffffff
  }
  return null
}

function offsetOf(node: number): number {
  return (node >>> 10) << ((node & 0x200) >>> 6)
}

const f32 = Math.fround

/** How much the newer piece counts, `i` values from its edge; what is left is the older one's. */
export function share(i: number, extent: number, grain: number): number {
  return Math.floor(i / grain) / (extent / grain)
}

export function mix(older: number, newer: number, part: number): number {
  return f32(older * f32(1 - part)) + f32(newer * f32(part))
}

/** Flags under which swscale gives the same bytes on every processor, with full-resolution chroma on the way. */
export const SCALER = 'lanczos+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'

/** Full-range sRGB pictures to limited-range BT.709 video, the form that browsers and players take for granted. */
export function toBt709(pixelFormat: string): string {
  return `scale=in_range=pc:out_range=tv:out_color_matrix=bt709:flags=${SCALER},format=${pixelFormat}`
}

/** What players need to turn {@link toBt709} video back into the same colours. */
export const BT709_TAGS: readonly string[] = [
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
]

/** Full-range RGB with the sRGB curve, as a VAE decodes it. */
export const SRGB_TAGS: readonly string[] = [
  ...['-colorspace', 'rgb', '-color_primaries', 'bt709', '-color_trc', 'iec61966-2-1', '-color_range', 'pc'],
]

/** No dates, versions or random ids in the file: equal frames give equal bytes. */
export const BIT_EXACT: readonly string[] = [
  ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
]

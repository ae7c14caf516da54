/** Flags under which swscale gives the same bytes on every processor, with full-resolution chroma on the way. */
export const SCALER = 'lanczos+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'

/** Full-range sRGB pictures (or `auto`) to limited-range BT.709 video, the form that browsers and players take for granted. */
export function toBt709(pixelFormat: string, range: 'pc' | 'auto' = 'pc'): string {
  return `scale=in_range=${range}:out_range=tv:out_color_matrix=bt709:flags=${SCALER},format=${pixelFormat}`
}

const words = (line: string): readonly string[] => line.split(' ')

/** What players need to turn {@link toBt709} video back into the same colours. */
export const BT709_TAGS = words('-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv')

/** Full-range RGB with the sRGB curve, as a VAE decodes it. */
const SRGB_TAGS = words('-colorspace rgb -color_primaries bt709 -color_trc iec61966-2-1 -color_range pc')

/** No dates, versions or random ids in the file: equal frames give equal bytes. */
export const BIT_EXACT = words('-map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:v +bitexact')

/**
 * Lossless, intra-only FFV1 with a checksum in every slice. Slices and threads are fixed so that equal frames give equal
 * bytes on machines with more cores too.
 */
export const LOSSLESS_CODEC = [
  ...words('-c:v ffv1 -level 3 -coder range_tab -context 0 -g 1 -slices 4 -slicecrc 1 -threads 1 -pix_fmt bgr0'),
  ...SRGB_TAGS,
]

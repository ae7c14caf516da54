import { describe, expect, it } from 'vitest'
import { resizeRgb24 } from '../../../main/inference/pipelines/pillow-resize.ts'
import { shown } from '../../../main/inference/pipelines/picture-view.ts'

const size = { width: 7, height: 5 }
const picture = Uint8Array.from({ length: 105 }, (_, i) => i * i * 37 + i * 11 + (i % 5) * 50)

describe('pictures as Pillow resizes them', () => {
  it.each([
    [4, 3, '33543a9c8462899ca328deda875671a072a65f72b49291a56c92aba1b29f6a8da99372ac'],
    [
      7,
      3,
      '585608055677c47e56a7ad6c9778a51de3eb36ddc6848c5d84168ec58a986685c36f71ba4c5d85ccbdc183c0b052619fb0a8bcb0ed714561c6766bb1b181a2',
    ],
  ])('gives every byte of a picture of %i by %i', (width, height, bytes) => {
    expect(Buffer.from(resizeRgb24(picture, size, { width, height })).toString('hex')).toBe(bytes)
  })

  it('gives every byte of a larger picture', () => {
    const bytes =
      '006502004987235cc69fc830dbe913e2cc4fb695bd47d3e224d9cc2fc2a7bd4700495c12275c3adc317ca46c9b777a9a735f9420c6e01bf4f13df4e0698c4e60' +
      '4e567a3b64c198806d75c85364de807cbc4e7da371a0acadc6c070aa75913ba9b510c9bca19f91aea67397ba6b73c356346fa76481ffb0bad9a083a161a3892e' +
      'c9cd50d2d1d08391cb753447ab413d8e9375a4e1afc82febe216bd9d29b2718bfda5a6fa8387bf985375e58b9af38d7fb8735076'
    expect(Buffer.from(resizeRgb24(picture, size, { width: 10, height: 6 })).toString('hex')).toBe(bytes)
  })

  it('cuts the middle out and scales each channel of what CLIP is shown', () => {
    const view = { size: 5, crop: 3, mean: [0.5, 0.25, 0], std: [0.5, 0.25, 1] } as const
    const values = shown(picture, size, { ...view, mean: [...view.mean], std: [...view.std] })
    const level = (x: number, y: number, channel: number) => (picture[3 * (y * 7 + x) + channel] as number) / 255
    expect(values).toHaveLength(27)
    expect(values[0]).toBeCloseTo((level(2, 1, 0) - 0.5) / 0.5, 6)
    expect(values[9 + 8]).toBeCloseTo((level(4, 3, 1) - 0.25) / 0.25, 6)
    expect(values[18 + 4]).toBeCloseTo(level(3, 2, 2), 6)
  })
})

import { z } from 'zod'

const Tint = z.string().regex(/^#[0-9a-f]{6}([0-9a-f]{2})?$/)

/** Text over the picture. Sizes and places are percent of the sequence's height and sides, so that it fits every size. */
export const Title = z.object({
  text: z.string().max(10_000),
  font: z.string().min(1).max(200),
  weight: z.number().int().min(100).max(900),
  italic: z.boolean(),
  /** Height of a line, percent of the picture's height. */
  size: z.number().min(0.5).max(100),
  colour: Tint,
  align: z.enum(['left', 'centre', 'right']),
  /** Centre of the text: percent of width and height. */
  x: z.number().min(-100).max(200),
  y: z.number().min(-100).max(200),
  outline: z.object({ width: z.number().min(0).max(20), colour: Tint }).optional(),
  background: Tint.optional(),
})

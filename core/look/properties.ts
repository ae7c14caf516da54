/** A number that a clip has and that can change over its time. */
export interface Property {
  /** Words of the inspector and of refusals. */
  label: string
  unit: '' | 'px' | '%' | '°' | 'dB' | 'stops' | 'K'
  min: number
  max: number
  /** What a clip has that says nothing of it. */
  neutral: number
  /** Tracks whose clips have it. */
  on: 'video' | 'audio'
}

/**
 * Everything of a clip that keyframes can move. Positions are pixels of the sequence from its centre, right and down;
 * crops are percent of the picture's side; gain is decibels, with -96 as silence; pan is -100 (left) to 100.
 */
export const PROPERTIES = {
  'position.x': { label: 'Position x', unit: 'px', min: -32768, max: 32768, neutral: 0, on: 'video' },
  'position.y': { label: 'Position y', unit: 'px', min: -32768, max: 32768, neutral: 0, on: 'video' },
  scale: { label: 'Scale', unit: '%', min: 0, max: 10_000, neutral: 100, on: 'video' },
  rotation: { label: 'Rotation', unit: '°', min: -36_000, max: 36_000, neutral: 0, on: 'video' },
  'crop.left': { label: 'Crop left', unit: '%', min: 0, max: 100, neutral: 0, on: 'video' },
  'crop.right': { label: 'Crop right', unit: '%', min: 0, max: 100, neutral: 0, on: 'video' },
  'crop.top': { label: 'Crop top', unit: '%', min: 0, max: 100, neutral: 0, on: 'video' },
  'crop.bottom': { label: 'Crop bottom', unit: '%', min: 0, max: 100, neutral: 0, on: 'video' },
  opacity: { label: 'Opacity', unit: '%', min: 0, max: 100, neutral: 100, on: 'video' },
  'grade.exposure': { label: 'Exposure', unit: 'stops', min: -10, max: 10, neutral: 0, on: 'video' },
  'grade.contrast': { label: 'Contrast', unit: '%', min: -100, max: 100, neutral: 0, on: 'video' },
  'grade.saturation': { label: 'Saturation', unit: '%', min: 0, max: 400, neutral: 100, on: 'video' },
  'grade.temperature': { label: 'Temperature', unit: 'K', min: -10_000, max: 10_000, neutral: 0, on: 'video' },
  'grade.tint': { label: 'Tint', unit: '%', min: -100, max: 100, neutral: 0, on: 'video' },
  volume: { label: 'Volume', unit: 'dB', min: -96, max: 24, neutral: 0, on: 'audio' },
  pan: { label: 'Pan', unit: '', min: -100, max: 100, neutral: 0, on: 'audio' },
} as const satisfies Record<string, Property>

export type PropertyName = keyof typeof PROPERTIES

/** The names, as a schema takes them. */
export const PROPERTY_NAMES = Object.keys(PROPERTIES) as [PropertyName, ...PropertyName[]]

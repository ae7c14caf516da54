export { PRESETS, presetById } from './presets.ts'
export { renderSequence } from './render-sequence.ts'

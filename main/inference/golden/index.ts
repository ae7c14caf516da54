export { checkGolden } from './check.ts'
export type { GoldenResult } from './check.ts'
export { readGolden } from './form.ts'

export { openMasterWriter } from './master-writer.ts'
export type { MasterOptions } from './master-writer.ts'
export type { FrameWriter } from './frame-writer.ts'

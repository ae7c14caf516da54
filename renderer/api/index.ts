export { client } from './client.ts'
export { mediaUrl } from './media.ts'
export { toTrouble } from './trouble.ts'
export type { Trouble } from './trouble.ts'

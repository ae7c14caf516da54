/** Ways out of the studio for footage and its facts. */
export { exportTakes } from './dataset/export-takes.ts'

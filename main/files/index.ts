export { commitFile, syncFolder, temporaryName, writeFileAtomic } from './atomic.ts'
export { diskError } from './disk-error.ts'
export { sha256, sha256File } from './hash.ts'

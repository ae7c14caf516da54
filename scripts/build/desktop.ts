import { runNode } from './run-node.ts'
import { makeIfStale } from './stale.ts'

/**
 * Builds `dist/electron`: the main process, the inference worker beside it, and the preload. Our own code only: packages
 * stay in `node_modules`, because some of them carry native files.
 */
export async function buildDesktop(root: string): Promise<boolean> {
  const target = {
    sources: ['main', 'preload', 'core', 'scripts/build', 'package-lock.json'],
    result: 'dist/electron/main.js',
    stamp: 'dist/.electron.sha256',
  }
  return await makeIfStale(root, target, () => runNode(root, ['scripts/build/bundle-desktop.ts']))
}

import { runNode } from './run-node.ts'
import { makeIfStale } from './stale.ts'

/** Builds `dist/renderer`, the window that every door serves. True when there was something to do. */
export async function buildWindow(root: string): Promise<boolean> {
  const target = {
    sources: ['renderer', 'core', 'vite.config.ts', 'package-lock.json'],
    result: 'dist/renderer/index.html',
    stamp: 'dist/.renderer.sha256',
  }
  return await makeIfStale(root, target, () => runNode(root, ['node_modules/vite/bin/vite.js', 'build']))
}

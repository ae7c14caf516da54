import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { build } from 'vite'
import type { InlineConfig } from 'vite'
import { makeIfStale } from './stale.ts'

const NODE_MODULES = [/^node:/, ...builtinModules, 'electron']

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
  return await makeIfStale(root, target, async () => {
    const main = join(root, 'main')
    const inputs = {
      main: join(main, 'hosts/electron/main.ts'),
      'inference-worker': join(main, 'inference/worker/main.ts'),
    }
    await build(bundle(root, inputs, 'es', true))
    // A sandboxed preload is one CommonJS file.
    await build(bundle(root, { preload: join(root, 'preload/index.ts') }, 'cjs', false))
  })
}

function bundle(root: string, input: Record<string, string>, format: 'es' | 'cjs', emptyOutDir: boolean): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node24',
      outDir: join(root, 'dist/electron'),
      emptyOutDir,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        external: NODE_MODULES,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  }
}

// Bundles the desktop program; scripts/build/desktop.ts runs it when something has changed.
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { build } from 'vite'
import type { InlineConfig } from 'vite'

const root = join(import.meta.dirname, '..', '..')
const NODE_MODULES = [/^node:/, ...builtinModules, 'electron']

const main = join(root, 'main')
const inputs = {
  main: join(main, 'hosts/electron/main.ts'),
  'inference-worker': join(main, 'inference/worker/main.ts'),
}
await build(bundle(inputs, 'es', true))
// A sandboxed preload is one CommonJS file.
await build(bundle({ preload: join(root, 'preload/index.ts') }, 'cjs', false))

function bundle(input: Record<string, string>, format: 'es' | 'cjs', emptyOutDir: boolean): InlineConfig {
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

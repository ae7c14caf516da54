import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The window. Nothing is inlined, because the content security policy knows no inline script and no inline style. */
export default defineConfig({
  root: here('./renderer'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: here('./dist/renderer'),
    emptyOutDir: true,
    target: 'chrome156',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The page is loaded from this machine; one file is as quick as ten.
    chunkSizeWarningLimit: 4000,
    sourcemap: true,
  },
  // The inputs are typed by the contract; a warning here would be one nobody reads.
  logLevel: 'warn',
})

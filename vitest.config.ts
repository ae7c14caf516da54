import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,contract,conformance,faults,e2e}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real databases, ffmpeg and ONNX sessions in child processes: forks keep them apart.
    pool: 'forks',
    maxWorkers: 2,
  },
})

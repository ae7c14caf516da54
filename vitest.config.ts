import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,contract,conformance,faults,e2e}/**/*.test.ts'],
    // The tests in a window drive the built one.
    globalSetup: 'test/support/build-window.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real databases, ffmpeg and ONNX sessions in child processes: forks keep them apart.
    pool: 'forks',
    maxWorkers: 2,
  },
})

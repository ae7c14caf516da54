import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,contract,conformance,faults,e2e}/**/*.test.ts'],
    // The tests in a window drive the built one.
    globalSetup: 'test/support/build-window.ts',
    // Many times what a quiet machine takes: the one that runs the tests may be busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000, interval: 50 } },
    // Real databases, ffmpeg and ONNX sessions in child processes: forks keep them apart.
    pool: 'forks',
    maxWorkers: 2,
  },
})

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'test/**/*.test.ts',
      'client/**/*.test.ts',
      'simulator/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    globalSetup: ['src/platform/testing/global-setup.ts'],
    reporters: ['default', './test/every-route.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

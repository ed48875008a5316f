import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Programs that tests start, and kill, do not compile the same sources each time: the folder is the product's own.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('./node_modules/.cache/caravan', import.meta.url),
);

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'test/**/*.test.ts',
      'client/**/*.test.ts',
      'simulator/**/*.test.ts',
      'bench/**/*.test.ts',
      'web/**/*.test.ts',
    ],
    globalSetup: ['src/platform/testing/global-setup.ts'],
    reporters: ['default', './test/every-route.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // What is bound to happen is waited for; a busy machine takes its time.
    expect: { poll: { timeout: 15_000 } },
    // Generous: a shared machine may stand still for a while, and no test measures time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

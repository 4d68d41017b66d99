import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    // The files share nothing that they change, so a worker keeps what it has loaded: 40 s less.
    isolate: false,
    maxWorkers: 3,
  },
});

import { defineConfig } from 'vitest/config';
import { numbersForConstants } from './build/library/plugin.mjs';

export default defineConfig({
  plugins: [numbersForConstants()],
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    // The files share nothing that they change, so a worker keeps what it has loaded: 40 s less.
    isolate: false,
    maxWorkers: 3,
  },
});

import { defineConfig } from 'vitest/config';
import { numbersForConstants } from './build/library/plugin.mjs';

/** Tests that take a minute: `npm run test:slow`. */
export default defineConfig({
  plugins: [numbersForConstants()],
  test: {
    include: ['test/**/*.slow.ts'],
    testTimeout: 900_000,
    maxWorkers: 2,
  },
});

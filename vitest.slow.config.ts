import { defineConfig } from 'vitest/config';
import { numbersForConstants } from './build/library/plugin.mjs';

/** Tests that take minutes, and quick ones held to closer bounds: `npm run test:slow`. */
export default defineConfig({
  plugins: [numbersForConstants()],
  test: {
    include: ['test/**/*.slow.ts', 'test/platform/queueing.test.ts'],
    env: { HEADROOM_SLOW: '1' },
    testTimeout: 900_000,
    maxWorkers: 2,
  },
});

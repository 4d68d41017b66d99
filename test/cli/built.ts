import { fileURLToPath } from 'node:url';

/** The command as it is built; HEADROOM_BIN names another, such as an installed one. */
export const BIN = process.env['HEADROOM_BIN'] ?? fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

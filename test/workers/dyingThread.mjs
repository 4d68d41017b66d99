/** A thread that dies at tasks named `poison`, and at the first sight of those named `once` (a file remembers). */
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ id, folder }) => {
  if (id === 'poison') process.exit(7);
  if (id === 'once' && !existsSync(`${folder}/seen`)) {
    writeFileSync(`${folder}/seen`, '');
    throw new Error('a fault in the thread');
  }
  if (id === 'never') return;
  parentPort.postMessage({ id, figures: { 'totals.latency.p99': 1 } });
});

/** A thread that answers every chunk at once, but the first: that one comes after all others. */
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (index) => {
  const answer = () => parentPort.postMessage({ index, chunk: { arrived: index, ledger: null } });
  if (index === 0) setTimeout(answer, 1500);
  else answer();
});

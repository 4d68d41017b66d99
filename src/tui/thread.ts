/** The script of the simulating thread: a `Simulator` on files, spoken to by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { taskFiles } from '../workers/files.js';
import type { ToSimulator } from './protocol.js';
import { Simulator, type ScenarioPlace } from './simulator.js';

const port = parentPort;
if (port === null) throw new Error('Expected to run in a worker thread');

const simulator = new Simulator(workerData as ScenarioPlace, {
  post: (message) => port.postMessage(message),
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  ...taskFiles,
});
port.on('message', (asked: ToSimulator) => void simulator.ask(asked));

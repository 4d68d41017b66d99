/** The script of one worker thread: answers the tasks it is sent, one after the other. */
import { parentPort } from 'node:worker_threads';
import { InlineRunner } from '../experiment/inline.js';
import type { Task } from '../experiment/task.js';
import { taskFiles } from './files.js';

const runner = new InlineRunner(taskFiles);

parentPort?.on('message', (task: Task) => {
  void runner.run([task], (outcome) => parentPort?.postMessage(outcome));
});

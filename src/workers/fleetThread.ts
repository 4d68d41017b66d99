/** The script of a thread that simulates chunks of one fleet, each when it is asked for. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { readTraces } from '../scenario/traces.js';
import { open, type Chunks } from '../simulate.js';
import { taskFiles } from './files.js';
import type { FleetAnswer, FleetOrder } from './fleet.js';

const chunks = openChunks(workerData as FleetOrder);
chunks.catch(() => undefined); // told to whoever asks for a chunk

parentPort?.on('message', (index: number) => {
  void answer(index).then((said) => parentPort?.postMessage(said));
});

/** The fleet of the order, with traces read anew: they are larger to send than to read. */
async function openChunks({ scenario, folder }: FleetOrder): Promise<Chunks> {
  const traces = await readTraces(scenario, (file) => taskFiles.openBytes(join(folder, file)));
  const { chunks } = open(scenario, traces === undefined ? {} : { traces });
  if (chunks === null) throw new RangeError('the scenario is no fleet whose services are simulated one by one');
  return chunks;
}

async function answer(index: number): Promise<FleetAnswer> {
  try {
    return { index, chunk: (await chunks).simulate(index) };
  } catch (error) {
    return { index, error: error instanceof Error ? error.message : String(error) };
  }
}

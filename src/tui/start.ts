/** Starts the terminal interface: the screen, the simulating thread, and the errands between them and the files. */
import process from 'node:process';
import { Thread } from './client.js';
import { initialState, type Errand } from './state.js';
import { COLOURS, NO_PAINT } from './paint.js';
import { Session } from './session.js';
import type { ScenarioPlace } from './simulator.js';
import { Terminal } from './terminal.js';
import { errands, type Places } from './errands.js';

export interface TuiOptions {
  readonly scenario: ScenarioPlace;
  /** As the person named the file. */
  readonly file: string;
  readonly colour: boolean;
  readonly places: Places;
}

/** Runs until the person quits. */
export async function startTui({ scenario, file, colour, places }: TuiOptions): Promise<void> {
  // Ink draws only its last frame where a CI variable is set, and React checks everything twice unless told not to.
  process.env['CI'] = 'false';
  process.env['CONTINUOUS_INTEGRATION'] = 'false';
  process.env['NODE_ENV'] ??= 'production';
  const { drawApp } = await import('./app.js');
  const paint = colour ? COLOURS : NO_PAINT;
  await new Promise<void>((resolve, reject) => {
    const thread = new Thread(scenario, (message) => session.dispatch({ kind: 'heard', message }));
    const carryOut = errands({ thread, places, suspend: () => terminal.suspend(), quit: () => end() }, (action) =>
      session.dispatch(action),
    );
    const session = new Session(initialState(file), (errand: Errand) => carryOut(errand));
    const terminal = new Terminal(() => drawApp({ session, paint }, end));
    const end = (error?: unknown): void => {
      terminal.close();
      void thread.close();
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error(String(error)));
    };
    terminal.open();
    session.start();
  });
}

/** Carries out what the state asks of the world: questions to the thread, files, the end. */
import { join } from 'node:path';
import type { Thread } from './client.js';
import type { Action } from './reduce.js';
import type { Answer, Errand } from './state.js';

/** Files as the command line writes them. */
export interface Places {
  readonly exists: (path: string) => boolean;
  readonly write: (path: string, text: string) => void;
  /** Writes the page and says where. */
  readonly report: (answer: Answer, path: string) => Promise<string>;
}

interface World {
  readonly thread: Pick<Thread, 'ask' | 'files'>;
  readonly places: Places;
  readonly suspend: () => void;
  readonly quit: () => void;
}

type Dispatch = (action: Action) => void;
type Save = Extract<Errand, { kind: 'save' }>;

export function errands(world: World, dispatch: Dispatch): (errand: Errand) => void {
  return (errand) => {
    switch (errand.kind) {
      case 'ask':
        return world.thread.ask(errand.message);
      case 'save':
        return void save(errand, world, dispatch);
      case 'report':
        return void report(errand, world, dispatch);
      case 'suspend':
        return world.suspend();
      case 'quit':
        return world.quit();
    }
  };
}

async function save({ id, as, path, changes, overwrite }: Save, world: World, dispatch: Dispatch): Promise<void> {
  const { places, thread } = world;
  try {
    if (!overwrite && places.exists(path)) return dispatch({ kind: 'exists' });
    const files = await thread.files(id, changes, as);
    for (const file of files) places.write(as === 'manifests' ? join(path, file.path) : path, file.text);
    const names = as === 'manifests' ? ` (${files.map((file) => file.path).join(', ')})` : '';
    dispatch({ kind: 'done', text: `wrote ${path}${names}` });
  } catch (error) {
    dispatch({ kind: 'trouble', text: `${path}: ${messageOf(error)}` });
  }
}

async function report(
  { answer, path }: Extract<Errand, { kind: 'report' }>,
  world: World,
  dispatch: Dispatch,
): Promise<void> {
  try {
    dispatch({ kind: 'done', text: await world.places.report(answer, path) });
  } catch (error) {
    dispatch({ kind: 'trouble', text: messageOf(error) });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The state over time: actions go in, errands go out, whoever draws is told. */
import { reduce, type Action } from './reduce.js';
import type { Errand, TuiState } from './state.js';

/** Drawing takes some 20 ms: what an answer follows at once is drawn with it, or after this long. */
const SOON_MS = 60;

export class Session {
  #state: TuiState;
  #soon: NodeJS.Timeout | null = null;
  #done = 0;
  readonly #listeners = new Set<() => void>();

  constructor(
    initial: TuiState,
    /** Carries out one errand; what comes of it is an action again. */
    private readonly carryOut: (errand: Errand) => void,
  ) {
    this.#state = initial;
  }

  get state(): TuiState {
    return this.#state;
  }

  /** Sends what the initial state already asks for. */
  start(): void {
    this.#runErrands();
  }

  readonly dispatch = (action: Action): void => {
    this.#state = reduce(this.#state, action);
    if (action.kind === 'heard' && action.message.kind === 'resolved') this.#soon ??= setTimeout(this.#tell, SOON_MS);
    else this.#tell();
    this.#runErrands();
  };

  readonly #tell = (): void => {
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = null;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  #runErrands(): void {
    for (const errand of this.#state.errands) {
      if (errand.id <= this.#done) continue;
      this.#done = errand.id;
      this.carryOut(errand);
    }
  }
}

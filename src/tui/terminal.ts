/** The terminal as it was found is the terminal as it is left, however the process ends. */
import process from 'node:process';

const ENTER = '\u001b[?1049h\u001b[2J\u001b[H\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';

/** Signals that end a process, with the exit code a shell shows for them. */
const ENDING = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Time for the signal to arrive; a stopped process does not count it. */
const BACK_MS = 20;

/** The alternate screen, entered and left in pairs, with whoever draws on it. */
export class Terminal {
  #stop: (() => void) | null = null;
  readonly #leave = (): void => this.close();

  constructor(
    /** Draws from now on; returns how to stop. */
    private readonly draw: () => () => void,
    private readonly stdout: NodeJS.WriteStream = process.stdout,
  ) {}

  /** Opens the screen and sees to it that it is closed at any end of the process. */
  open(): void {
    process.on('exit', this.#leave);
    for (const signal of Object.keys(ENDING) as (keyof typeof ENDING)[]) process.on(signal, this.#ended);
    process.on('SIGTSTP', this.suspend);
    process.on('uncaughtException', this.#crashed);
    process.on('unhandledRejection', this.#crashed);
    this.#show();
  }

  /** Gives the terminal back. */
  close(): void {
    this.#hide();
    process.off('exit', this.#leave);
    for (const signal of Object.keys(ENDING)) process.off(signal, this.#ended);
    process.off('SIGTSTP', this.suspend);
    process.off('uncaughtException', this.#crashed);
    process.off('unhandledRejection', this.#crashed);
  }

  /** Gives the terminal back to the shell until the process is continued. */
  readonly suspend = (): void => {
    if (this.#stop === null) return;
    this.#hide();
    process.off('SIGTSTP', this.suspend);
    // To the whole group, as the key would: a process that started this one (npx) stops too. Where nobody could
    // continue it, the system ignores the signal; either way this goes on after it.
    process.kill(0, 'SIGTSTP');
    setTimeout(() => {
      process.on('SIGTSTP', this.suspend);
      this.#show();
    }, BACK_MS);
  };

  #show(): void {
    if (this.#stop !== null) return;
    this.stdout.write(ENTER);
    this.#stop = this.draw();
  }

  #hide(): void {
    if (this.#stop === null) return;
    const stop = this.#stop;
    this.#stop = null;
    stop();
    this.stdout.write(LEAVE);
  }

  readonly #ended = (signal: NodeJS.Signals): void => {
    this.close();
    process.exit(ENDING[signal as keyof typeof ENDING]);
  };

  readonly #crashed = (error: unknown): void => {
    this.close();
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`headroom: internal error: ${text}\n`);
    process.exit(1);
  };
}

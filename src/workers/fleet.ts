/** A fleet on worker threads: chunks are handed out to whoever is free and put together in their order. */
import type { Scenario } from '../scenario/resolved.js';
import type { ChunkRecord, Chunks } from '../simulate.js';
import { builtScript, Threads } from './threads.js';

/** What a thread must know to simulate any chunk of a run. */
export interface FleetOrder {
  readonly scenario: Scenario;
  /** Where trace files of the scenario are looked for. */
  readonly folder: string;
}

/** What a thread says of the chunk it was asked for. */
export type FleetAnswer =
  { readonly index: number; readonly chunk: ChunkRecord } | { readonly index: number; readonly error: string };

/** How far the threads are, put together or not. */
export interface FleetState {
  /** Services simulated to the end. */
  readonly services: number;
  /** Requests of them. */
  readonly requests: number;
  /** Of all requests to be expected: about the share of the work. */
  readonly share: number;
}

/** Simulates fleets; the same order of additions, and so the same bytes, whatever the number of threads. */
export class FleetThreads {
  readonly #threads: Threads<number, FleetAnswer>;

  /**
   * @param threads at most @default as many as cores
   * @param script the built script of a thread @default the one beside this file
   */
  constructor(order: FleetOrder, threads?: number, script = builtScript('fleetThread.js', import.meta.url)) {
    this.#threads = new Threads({ script, workerData: order, ...(threads === undefined ? {} : { threads }) });
  }

  /**
   * Simulates all of a run that has not begun. After `signal` it keeps what is done up to the first chunk that is not.
   *
   * @param heard told after each chunk
   * @throws Error where a chunk cannot be simulated
   */
  async run(chunks: Chunks, heard: (state: FleetState) => void, signal: AbortSignal): Promise<void> {
    const weights = Array.from({ length: chunks.count }, (_, index) => chunks.expected(index));
    const assembly = new Assembly(chunks, weights);
    const stop = new AbortController();
    signal.addEventListener('abort', () => stop.abort(), { once: true });
    const errors: string[] = [];
    const fail = (index: number, error: string): void => {
      errors.push(`chunk ${index} of ${chunks.count}: ${error}`);
      stop.abort();
    };
    const answered = (answer: FleetAnswer): void => {
      if ('error' in answer) return fail(answer.index, answer.error);
      heard(assembly.add(answer.index, answer.chunk));
    };
    await this.#threads.run(handOut(weights), { answered, lost: fail }, stop.signal);
    if (errors.length > 0) throw new Error(errors[0]);
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}

/** Chunks of more than so many times the mean are heavy. */
const HEAVY = 2;

/**
 * The order in which chunks are handed out: in turns a heavy one, the heaviest first, so that in the end nobody waits for
 * one, and the next of the others, so that an interrupt keeps something. A fleet's busiest service can make a tenth of
 * its requests.
 */
export function handOut(weights: readonly number[]): readonly number[] {
  const limit = (HEAVY * sum(weights)) / weights.length;
  const all = weights.map((_, index) => index);
  const heavy = all.filter((index) => weights[index] > limit).sort((a, b) => weights[b] - weights[a] || a - b);
  const others = all.filter((index) => weights[index] <= limit);
  return [...heavy.flatMap((index, k) => [index, ...others.slice(k, k + 1)]), ...others.slice(heavy.length)];
}

/** Chunks that come in any order. */
class Assembly {
  readonly #waiting = new Map<number, ChunkRecord>();
  #next = 0;
  #services = 0;
  #requests = 0;

  #weight = 0;
  readonly #all: number;

  constructor(
    private readonly chunks: Chunks,
    private readonly weights: readonly number[],
  ) {
    this.#all = sum(weights);
  }

  add(index: number, chunk: ChunkRecord): FleetState {
    this.#services += this.chunks.sizeOf(index);
    this.#requests += chunk.arrived;
    this.#weight += this.weights[index];
    this.#waiting.set(index, chunk);
    for (let next = this.#waiting.get(this.#next); next !== undefined; next = this.#waiting.get(this.#next)) {
      this.chunks.take(next);
      this.#waiting.delete(this.#next++);
    }
    const share = this.#all > 0 ? this.#weight / this.#all : this.#services / this.chunks.size;
    return { services: this.#services, requests: this.#requests, share };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

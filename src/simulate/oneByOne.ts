import type { MeteringNeeds } from '../billing/usage.js';
import type { Service } from '../platform/recipe.js';
import type { Scenario } from '../scenario/resolved.js';
import type { Micros } from '../units/quantities.js';
import { expectedArrivals } from '../workload/expected.js';
import type { ChunkRecord, Chunks, Drive } from './drive.js';
import { CHUNK } from './drive.js';
import { Ledger } from './ledger.js';
import type { Sampling } from './sampling.js';
import { ServiceRun, type Inputs } from './serviceRun.js';
import { restUntil, settle } from './together.js';

/** Services in order, made when they are asked for. */
export interface Services {
  readonly size: number;
  at(index: number): Service;
}

/**
 * Services that share nothing, one after the other, each from time 0 to the horizon: what one needs is given back before
 * the next begins, so that ten thousand need no more memory than a few, and stay in the processor's cache (together they
 * take twelve times as long).
 */
export class OneByOne implements Drive, Chunks {
  readonly #all: Ledger;
  #chunk: Ledger;
  #done = 0;
  #arrived = 0;

  constructor(
    private readonly scenario: Scenario,
    private readonly services: Services,
    private readonly needs: MeteringNeeds,
    private readonly sampling: Sampling,
    private readonly inputs: Inputs,
  ) {
    this.#all = this.#newLedger();
    this.#chunk = this.#newLedger();
  }

  #newLedger(): Ledger {
    return new Ledger(this.scenario.objectives, this.sampling.sliInterval, this.services.size);
  }

  get now(): Micros {
    return this.#done === this.services.size
      ? this.sampling.horizon
      : Math.floor((this.sampling.horizon * this.#done) / this.services.size);
  }

  get count(): number {
    return Math.ceil(this.services.size / CHUNK);
  }

  /** How many services there are. */
  get size(): number {
    return this.services.size;
  }

  sizeOf(chunk: number): number {
    return Math.min(CHUNK, this.services.size - chunk * CHUNK);
  }

  /** Services simulated to the end. */
  get done(): number {
    return this.#done;
  }

  get arrived(): number {
    return this.#arrived;
  }

  cold(cause: number): number {
    return this.#all.meter.coldByCause[cause] + this.#chunk.meter.coldByCause[cause];
  }

  advance(until: Micros): void {
    while (this.now < until && this.#done < this.services.size) this.#next();
  }

  #next(): void {
    this.#arrived += this.#simulate(this.#done, this.#chunk);
    if (++this.#done % CHUNK === 0) this.#closeChunk();
  }

  simulate(chunk: number): ChunkRecord {
    const ledger = this.#newLedger();
    const arrived = this.#sum(chunk, (index) => this.#simulate(index, ledger));
    return { arrived, ledger: ledger.toRecord() };
  }

  expected(chunk: number): number {
    const { horizon } = this.sampling;
    return this.#sum(chunk, (index) => expectedArrivals(this.services.at(index).arrivals, horizon, this.inputs.traces));
  }

  /** Over the services of a chunk, in order. */
  #sum(chunk: number, of: (index: number) => number): number {
    const from = chunk * CHUNK;
    let sum = 0;
    for (let index = from; index < from + this.sizeOf(chunk); index++) sum += of(index);
    return sum;
  }

  take({ arrived, ledger }: ChunkRecord): void {
    if (this.#done % CHUNK !== 0) throw new RangeError(`done = ${this.#done}, must be the end of a chunk`);
    this.#all.merge(Ledger.fromRecord(ledger));
    this.#arrived += arrived;
    this.#done += ledger.rows.length;
  }

  /** Simulates one service to the horizon and gives it to a ledger; returns its requests. */
  #simulate(index: number, ledger: Ledger): number {
    const { sampling, scenario } = this;
    const { horizon, warmup } = sampling;
    const run = new ServiceRun(this.services.at(index), scenario, this.needs, sampling, this.inputs);
    const world = settle([run], scenario);
    run.reach(0);
    for (let now = 0; now < horizon;) {
      now = sampling.next(now);
      world.run(now - 1);
      run.reach(now);
      now = restUntil(sampling.last(world.next(horizon)), now, [run], warmup);
    }
    ledger.add(run, index, horizon, Math.max(0, horizon - warmup), () => undefined);
    return world.arrived;
  }

  #closeChunk(): void {
    this.#all.merge(this.#chunk);
    this.#chunk = this.#newLedger();
  }

  /** Of the services that are done: nothing is known of the others. A chunk that is not full goes on afterwards. */
  ledger(): Ledger {
    if (this.#done % CHUNK === 0) return this.#all;
    const soFar = this.#newLedger();
    soFar.merge(this.#all);
    soFar.merge(this.#chunk);
    return soFar;
  }
}

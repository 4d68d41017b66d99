import { sampleSize } from '../autoscaler/knative/sampleSize.js';
import type { Source } from '../random/source.js';
import type { Micros } from '../units/quantities.js';
import type { Pods } from './pods.js';
import {
  PF,
  PF_CREATED,
  PF_NEXT_REPORT,
  PF_REPORTED_CONCURRENCY,
  PF_REPORTED_REQUESTS,
  PI,
  PI_STATE,
  READY,
} from './pods.js';
import type { QueueProxy } from './queueProxy.js';
import type { RevisionState } from './revision.js';
import { RowList } from './rowList.js';

/** Asks a sample of the ready pods what they last reported, and tells the policy their sum, taken for all of them. */
export class Scraper {
  readonly #old = new RowList();
  readonly #young = new RowList();

  constructor(
    private readonly pods: Pods,
    private readonly queueProxy: QueueProxy,
    /** By revision: which pods are asked. */
    private readonly sampling: readonly Source[],
  ) {}

  /** At least one pod is ready. Pods at least as old as the stable window are asked first. */
  scrape(revision: RevisionState, stableWindow: Micros, now: Micros): void {
    if (revision.pods.length === 1) this.#askOnly(revision, revision.pods.items[0], now);
    else this.#askSample(revision, stableWindow, now);
  }

  /** There is nothing to choose from. */
  #askOnly(revision: RevisionState, pod: number, now: Micros): void {
    const { f } = this.pods;
    if (this.pods.silent[pod] === 1) return;
    if (now >= f[pod * PF + PF_NEXT_REPORT]) this.queueProxy.roll(pod, now);
    revision.policy.record(now, f[pod * PF + PF_REPORTED_CONCURRENCY], f[pod * PF + PF_REPORTED_REQUESTS]);
  }

  #askSample(revision: RevisionState, stableWindow: Micros, now: Micros): void {
    const { f } = this.pods;
    const sampled = this.#sample(revision, stableWindow, now);
    let concurrency = 0;
    let requests = 0;
    const n = sampleSize(revision.ready);
    if (sampled.length < n) return; // too many are on silent nodes: Knative then takes none of it (errPodsExhausted)
    for (let k = 0; k < n; k++) {
      const pod = sampled.items[k];
      if (now >= f[pod * PF + PF_NEXT_REPORT]) this.queueProxy.roll(pod, now);
      concurrency += f[pod * PF + PF_REPORTED_CONCURRENCY];
      requests += f[pod * PF + PF_REPORTED_REQUESTS];
    }
    const all = revision.ready / n;
    revision.policy.record(now, concurrency * all, requests * all);
  }

  /** Pods at least as old as the stable window first, in random order if not all of them are needed; then the young. */
  #sample(revision: RevisionState, stableWindow: Micros, now: Micros): RowList {
    const n = sampleSize(revision.ready);
    this.#splitByAge(revision, now - stableWindow);
    const source = this.sampling[revision.index];
    if (this.#old.length >= n) drawFirst(this.#old, n, source);
    else if (this.#old.length + this.#young.length > n) drawFirst(this.#young, n - this.#old.length, source);
    for (let k = 0; k < this.#young.length && this.#old.length < n; k++) this.#old.push(this.#young.items[k]);
    return this.#old;
  }

  #splitByAge(revision: RevisionState, bornBy: Micros): void {
    const { f, i } = this.pods;
    this.#old.length = 0;
    this.#young.length = 0;
    for (let k = 0; k < revision.pods.length; k++) {
      const pod = revision.pods.items[k];
      if (i[pod * PI + PI_STATE] !== READY) continue;
      (f[pod * PF + PF_CREATED] <= bornBy ? this.#old : this.#young).push(pod);
    }
  }
}

/** Brings `n` rows drawn at random to the front of a list. */
function drawFirst(list: RowList, n: number, source: Source): void {
  const { items, length } = list;
  for (let k = 0; k < n && k < length - 1; k++) {
    const other = k + Math.floor(source.next() * (length - k));
    const row = items[k];
    items[k] = items[other];
    items[other] = row;
  }
}

import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_CODE, I_STRIDE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import { RETRY } from './codes.js';
import type { Outcome } from './request.js';
import { ATTEMPT, F_ARRIVED, F_BEGUN, F_DEMAND, I_FLAGS, I_REVISION } from './request.js';
import type { RevisionState } from './revision.js';

/** What callers do when an attempt does not end well: take it as the answer, or try again within a budget. */
export class Client {
  constructor(
    private readonly calendar: Calendar,
    private readonly revisions: readonly RevisionState[],
  ) {}

  /**
   * An attempt ended without a good answer. The entry is given back, or keeps the request until it is tried again.
   * `begun`: whether a pod had begun to execute it.
   */
  lost(x: number, outcome: Outcome, cause: number, begun: boolean, now: Micros): void {
    const { f, i } = this.calendar;
    const revision = this.revisions[i[x * I_STRIDE + I_REVISION]];
    const arrived = f[x * F_STRIDE + F_ARRIVED];
    const { requests } = revision;
    if (this.#triesAgain(x, revision)) {
      requests.retried(outcome, arrived);
      this.#scheduleRetry(x, revision, now);
    } else {
      requests.lost(outcome, cause, arrived, begun ? f[x * F_STRIDE + F_BEGUN] : -1, now);
      this.calendar.give(x);
    }
  }

  #triesAgain(x: number, revision: RevisionState): boolean {
    const { service } = revision;
    const { retries } = service.recipe.client;
    if (retries === null) return false;
    const attempt = this.calendar.i[x * I_STRIDE + I_FLAGS] & ATTEMPT;
    return attempt < Math.min(retries.max, ATTEMPT) && service.retries + 1 <= retries.budget * service.requests;
  }

  /** After the back-off, doubled with each attempt, of which the second half is drawn: callers do not march in step. */
  #scheduleRetry(x: number, revision: RevisionState, now: Micros): void {
    const { i, f } = this.calendar;
    const { service } = revision;
    const attempt = i[x * I_STRIDE + I_FLAGS] & ATTEMPT;
    const backoff = service.recipe.client.retries!.backoff * (1 << attempt);
    const wait = Math.round(backoff * (0.5 + 0.5 * service.retrying.next()));
    service.retries++;
    i[x * I_STRIDE + I_FLAGS] = attempt + 1;
    i[x * I_STRIDE + I_CODE] = RETRY;
    f[x * F_STRIDE + F_DEMAND] = 0;
    this.calendar.schedule(x, now + wait);
  }
}

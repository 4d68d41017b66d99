import type { RequestMeter } from '../platform/meter.js';
import type { Outcome } from '../platform/request.js';
import type { Micros } from '../units/quantities.js';
import { ServiceMeter } from './serviceMeter.js';

/**
 * The requests of one of several revisions: counted for it, and for its service as if there were no revisions. A request
 * counts where it is: tried again at another revision, it goes over to that one with its whole latency. So at any time
 * the counts of the revisions add up to the service's.
 */
export class RevisionRequests implements RequestMeter {
  readonly own: ServiceMeter;

  constructor(
    private readonly service: RequestMeter,
    warmup: Micros,
  ) {
    this.own = new ServiceMeter([], warmup);
  }

  arrived(now: Micros): void {
    this.service.arrived(now);
    this.own.arrived(now);
  }

  completed(arrived: Micros, begun: Micros, now: Micros): void {
    this.service.completed(arrived, begun, now);
    this.own.completed(arrived, begun, now);
  }

  cold(arrived: Micros, now: Micros, cause: number, phase: number): void {
    this.service.cold(arrived, now, cause, phase);
    this.own.cold(arrived, now, cause, phase);
  }

  queuedDuringScaleUp(arrived: Micros): void {
    this.service.queuedDuringScaleUp(arrived);
    this.own.queuedDuringScaleUp(arrived);
  }

  lost(outcome: Outcome, cause: number, arrived: Micros, begun: Micros, now: Micros): void {
    this.service.lost(outcome, cause, arrived, begun, now);
    this.own.lost(outcome, cause, arrived, begun, now);
  }

  retried(outcome: Outcome, arrived: Micros): void {
    this.service.retried(outcome, arrived);
    this.own.retried(outcome, arrived);
  }

  triedAgain(arrived: Micros): void {
    this.service.triedAgain(arrived);
    this.own.triedAgain(arrived);
  }

  /** Within the service nothing changes. */
  passedOn(arrived: Micros, now: Micros): void {
    this.own.passedOn(arrived, now);
  }

  takenOver(arrived: Micros, now: Micros): void {
    this.own.takenOver(arrived, now);
  }
}

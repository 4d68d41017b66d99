/**
 * The observation log of a run: what its autoscalers saw, never what they decided. `readObservations` reads it back.
 *
 * A line is an instant (seconds, exact to the microsecond), a revision and an event: `start` (the autoscaler is born and
 * finds so many ready pods), `deploy` (the same, where the revision is just being created), `record` (it is told a
 * statistic), `decide` (it decides, with so many ready pods), `ready` (so many pods are ready from now on), `unreachable`
 * and `reachable` (the last route to the revision goes, or one comes).
 */
import { SECOND, type Micros } from '../units/quantities.js';

/** The first line. */
export const OBSERVATION_LOG_HEADER = 'time,revision,event,concurrency,requests,ready\n';

/** The autoscaler of a revision is born, with the revision itself where that is `deploying`. */
export function startLine(at: Micros, revision: string, readyPods: number, deploying = false): string {
  return `${secondsText(at)},${revision},${deploying ? 'deploy' : 'start'},,,${readyPods}\n`;
}

/** One statistic that it was told: average concurrency of the last second, and requests in it. */
export function recordLine(at: Micros, revision: string, concurrency: number, requests: number): string {
  return `${secondsText(at)},${revision},record,${concurrency},${requests},\n`;
}

/** One decision it took, and the ready pods it took it with. */
export function decideLine(at: Micros, revision: string, readyPods: number): string {
  return `${secondsText(at)},${revision},decide,,,${readyPods}\n`;
}

/** So many pods are ready from now on. */
export function readyLine(at: Micros, revision: string, readyPods: number): string {
  return `${secondsText(at)},${revision},ready,,,${readyPods}\n`;
}

/** Routes lead to the revision from now on, or no longer. */
export function reachableLine(at: Micros, revision: string, reachable: boolean): string {
  return `${secondsText(at)},${revision},${reachable ? 'reachable' : 'unreachable'},,,\n`;
}

/** Exact, and read back to the same microsecond. */
export function secondsText(at: Micros): string {
  const sign = at < 0 ? '-' : '';
  const size = Math.abs(at);
  const fraction = String(size % SECOND)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${sign}${Math.floor(size / SECOND)}${fraction === '' ? '' : `.${fraction}`}`;
}

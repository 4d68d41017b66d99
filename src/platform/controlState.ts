import type { ActiveState, ScaleOutcome, ScaleSettings } from '../autoscaler/knative/reconciler.js';
import type { Micros } from '../units/quantities.js';

/** When the loops of one revision run, as offsets from time 0. Drawn for each replication. */
export interface Phases {
  readonly report: Micros;
  readonly scrape: Micros;
  readonly tick: Micros;
}

/** What the autoscaler and the reconciler keep about one revision. */
export interface ControlState {
  readonly phases: Phases;
  /** Pods that stand ready at time 0. */
  readonly startPods: number;
  /** `null`: what the policy wants is done as it is, without Knative's bounds and its way to zero. */
  settings: ScaleSettings | null;
  readonly totalValue: number;
  readonly targetBurstCapacity: number;
  readonly activatorCapacity: number;
  /** Not where every request comes through the activators: they alone report, and no pod is asked. */
  readonly hasScrapeTarget: boolean;
  readonly active: ActiveState;
  readonly outcome: ScaleOutcome;
  /** Since when the Active condition has been what it is. */
  activeSince: Micros;
  /** Since when the activator has been in the path; Infinity while it is not. */
  proxySince: Micros;
  /** What the reconciler was told last. */
  desired: number;
  negativeBurst: boolean;
  /** What it made of it. */
  want: number;
  /** Scrapes and ticks are on the calendar. */
  awake: boolean;
  /** The next scrape is on the calendar. */
  scraping: boolean;
  /** While it dozes: up to when its scrapes and ticks, which would change nothing, are counted. */
  dozedTo: Micros;
  /** Reports are on the calendar. */
  reporting: boolean;
  /** When the reconciler is due to look again; Infinity: not. */
  requeueAt: Micros;
  /** It was at zero and nothing is ready since. */
  fromZero: boolean;
  lastScaleDown: Micros;
  /** Whether the revision exists by now. */
  created: boolean;
  /** Faults by which its scrapes fail at present. */
  blind: number;
}

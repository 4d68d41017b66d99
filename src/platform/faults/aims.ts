import type { OpenStream, Source } from '../../random/source.js';
import { unitExponential } from '../../random/unitExponential.js';
import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import type { Fault, FaultKind } from '../recipe.js';
import type { ServiceState } from '../service.js';

/** Faults whose rate is that of each pod: they are drawn with the pod, not on a clock of their own. */
const OF_PODS: readonly FaultKind[] = ['podCrash', 'crashLoop'];
/** Faults that are aimed at services. */
const OF_SERVICES: readonly FaultKind[] = [...OF_PODS, 'failedStart', 'slowStart', 'slowDependency', 'metricsMissing'];

/** One thing that a fault is aimed at, with its own clock and its own chance. */
export interface Aim {
  readonly fault: Fault;
  /** Empty for faults of the platform. */
  readonly services: readonly ServiceState[];
  /** The activator, where it is one of them; -1: whichever is drawn, or none. */
  readonly activator: number;
  readonly source: Source;
  /** Mean time between two of them; `null`: it happens once. */
  readonly every: Micros | null;
}

/** A fault that each pod of some services meets at a rate. */
export interface PodAim {
  readonly fault: Fault & { readonly rate: number };
  readonly services: readonly ServiceState[];
  readonly name: string;
}

/** Whatever a scenario's faults are aimed at. */
export interface Aims {
  readonly clocks: readonly Aim[];
  readonly pods: readonly PodAim[];
}

/**
 * Spreads faults over what they are aimed at: those with a rate have a clock for each target. Streams are named after the
 * kind, how many of it came before, and the target: a fault that is added at the end leaves all others as they were.
 */
export function aimsOf(
  faults: readonly Fault[],
  services: readonly ServiceState[],
  activators: number,
  open: OpenStream,
  targets: (fault: Fault) => number,
): Aims {
  const seen = new Map<FaultKind, number>();
  const clocks: Aim[] = [];
  const pods: PodAim[] = [];
  for (const fault of faults) {
    const nth = seen.get(fault.kind) ?? 0;
    seen.set(fault.kind, nth + 1);
    const name = `fault/${fault.kind}/${nth}`;
    const aimed = OF_SERVICES.includes(fault.kind) ? servicesOf(fault, services) : [];
    if ('rate' in fault && OF_PODS.includes(fault.kind)) pods.push({ fault, services: aimed, name });
    else clocks.push(...clocksOf(fault, name, aimed, activators, open, targets(fault)));
  }
  return { clocks, pods };
}

function servicesOf({ target }: Fault, services: readonly ServiceState[]): readonly ServiceState[] {
  return target === null ? services : services.filter(({ recipe }) => recipe.name === target);
}

function clocksOf(
  fault: Fault,
  name: string,
  services: readonly ServiceState[],
  activators: number,
  open: OpenStream,
  targets: number,
): readonly Aim[] {
  if ('at' in fault) return [{ fault, services, activator: -1, source: open(name), every: null }];
  const every = SECOND / (fault.rate * targets);
  if (fault.kind === 'activatorRestart') {
    return Array.from({ length: activators }, (_, activator) => {
      return { fault, services, activator, source: open(`${name}/${activator}`), every };
    });
  }
  if (services.length === 0) return [{ fault, services, activator: -1, source: open(name), every }];
  return services.map((service) => {
    return { fault, services: [service], activator: -1, source: open(`${name}/${service.recipe.name}`), every };
  });
}

/** Time until something of this mean time happens. */
export function untilNext(every: Micros, source: Source): Micros {
  return Math.max(1, Math.round(every * unitExponential(source.next())));
}

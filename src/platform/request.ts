/**
 * A request (an attempt of one) is its own calendar entry: these are its fields (see engine/layout), 64 bytes in all.
 * f2 arrived · f3 demand · f4 attempted · i10 pod · i11 revision · i12 flags · i13 life · f7 begun
 */

/** When the request arrived first: latency counts from here. */
export const F_ARRIVED = 2;
/** Microseconds of service it needs; with CPU sharing, of waiting first and then, once begun, of CPU time. */
export const F_DEMAND = 3;
/** When this attempt arrived: deadlines count from here. */
export const F_ATTEMPTED = 4;
/** When a pod began to execute it. Before that, with CPU sharing, the CPU time it needs. */
export const F_BEGUN = 7;
export const I_POD = 10;
export const I_REVISION = 11;
export const I_FLAGS = 12;
/** Of a request that hangs: the generation of its pod. */
export const I_LIFE = 13;

/** Attempts made before this one: 0..15. */
export const ATTEMPT = 0xf;
/** Why capacity was missing when it arrived, as code + 1. */
export const CAUSE_SHIFT = 4;
/** Phase that dominated its wait, as code + 1; not 0: the request is cold. */
export const PHASE_SHIFT = 8;
/** Will be cut by its deadline. */
export const CUT = 1 << 12;
/** Waited while the revision scaled up. */
export const DURING_SCALE_UP = 1 << 13;
/** How a dependency treated it: two bits, of which one value holds; for the cause, where it is CUT. */
export const DEPENDENCY = 3 << 14;
/** Did not take it in time. */
export const STARVED = 1 << 14;
/** Did not let it wait. */
export const TURNED_AWAY = 2 << 14;
/** Took it after most of its time had gone by. */
export const DELAYED = 3 << 14;
/** The activator it came through, as index + 1. */
export const VIA_SHIFT = 16;
/** In place of an activator: it was bound to its pod when it arrived, by the dispatcher. */
export const DISPATCHED = 0x7fff;

/** How a request ends. */
export const COMPLETED = 0;
export const REFUSED = 1;
export const TIMED_OUT = 2;
export const FAILED = 3;
export type Outcome = 0 | 1 | 2 | 3;

/** Whether a request holds no place in the dependency it went to: it was not let in. */
export function gotNothing(flags: number): boolean {
  const treated = flags & DEPENDENCY;
  return treated === STARVED || treated === TURNED_AWAY;
}

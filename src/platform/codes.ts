/** What happens: codes of calendar entries. `complete` is 0 so that the hottest test is the cheapest. */
export const COMPLETE = 0;
/** A request under CPU sharing has done its waiting and wants the CPU. */
export const WANTS_CPU = 1;
/** The next request of a pod finishes its CPU time (payload: pod, generation). */
export const CPU_DONE = 2;
/** The oldest request in a pod's queue may have reached its deadline (pod, generation). */
export const QUEUE_DEADLINE = 3;
/** The same for an activator's queue (revision, activator). */
export const ACTIVATOR_DEADLINE = 4;
/** A pod moves to its next step (pod, generation). */
export const POD_STEP = 5;
/** The ingress and the activators learn about a pod's end (pod, generation). */
export const POD_UNROUTE = 6;
/** A draining pod may be done (pod, generation). */
export const POD_DRAIN = 7;
/** Activators report (revision). */
export const REPORT = 8;
/** The autoscaler scrapes (revision). */
export const SCRAPE = 9;
/** The autoscaler decides (revision). */
export const TICK = 10;
/** The reconciler looks again (revision). */
export const RECONCILE = 11;
/** The ingress acts on a new mode (revision, mode). */
export const ROUTE = 12;
/** A client tries again (the entry is the request). */
export const RETRY = 13;
/** The traffic split moves to its next step (service). */
export const SPLIT = 15;
/** Not on the calendar: in a queue, in the CPU of a pod. */
export const WAITING = 16;
export const SHARING = 17;
/** On the calendar, but nothing happens any more: the entry is given back when its time comes. */
export const CANCELLED = 18;
/** An instance of a revision that scales per request may have been idle for too long (pod, generation). */
export const POD_EXPIRY = 19;
/** A request gets no answer, and has come to its deadline (the entry is the request). */
export const HANGING = 20;
/** Codes of faults and limits begin here. A pod crashes (pod, generation). */
export const POD_CRASH = 24;
/** ... and goes on crashing (pod, generation). */
export const POD_LOOP = 25;
/** A pod has used more memory than it may (pod, generation). */
export const POD_OOM = 26;
/** A fault happens, or ends (number of the fault, 0 or what is over). */
export const FAULT = 27;
/** The next request may go to a dependency (service). */
export const PERMIT = 28;
/** A request that waits for a dependency may have reached its deadline (service). */
export const DOWNSTREAM_DEADLINE = 29;
/** Not on the calendar: in a pod, waiting for a dependency. */
export const DOWNSTREAM = 30;
/** Codes of the cluster begin here. The cluster autoscaler looks. */
export const CLUSTER_SCAN = 32;
/** A node that was asked for is ready (node, generation). */
export const NODE_READY = 33;
/** The next layer of an image has been pulled (generation). */
export const PULL_DONE = 34;
/** A spot node is given notice (node, generation). */
export const NODE_RECLAIM = 35;
/** A node that was to leave is gone (node, generation). */
export const NODE_GONE = 36;
/** A node that fell silent is found not ready (node, generation). */
export const NODE_NOTICED = 37;
/** ... and its pods are given up (node, generation). */
export const NODE_GIVEN_UP = 38;

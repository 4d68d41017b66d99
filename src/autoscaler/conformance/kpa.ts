import type { ActiveState, ActiveStatus, ScaleSettings, ScaleState } from '../knative/reconciler.js';
import { NEVER, noOutcome, scale, updateActive } from '../knative/reconciler.js';
import type { Outcome } from './outcome.js';
import { Comparison, within } from './outcome.js';

/** `kpa.json`: what the reconciler makes of a decision, and the Active condition. */
export interface KpaFile {
  readonly scale: readonly { readonly in: ScaleIn; readonly out: ScaleOut }[];
  readonly activeCondition: readonly { readonly in: ActiveIn; readonly out: ActiveOut }[];
}

type Condition = 'True' | 'False' | 'Unknown';

interface ScaleIn {
  readonly desiredScale: number;
  readonly activeStatus: Condition;
  readonly inStatusForSeconds: number;
  readonly scaleTargetInitialized: boolean;
  readonly reachability: string;
  readonly minScale: number;
  readonly maxScale: number;
  readonly initialScale: number;
  readonly enableScaleToZero: boolean;
  readonly stableWindowSeconds: number;
  readonly gracePeriodSeconds: number;
  readonly podRetentionSeconds: number;
  readonly targetBurstCapacity: number;
  readonly sksMode: 'Serve' | 'Proxy';
  readonly proxyForSeconds: number | null;
  readonly activatorProbeOK: boolean;
  readonly activatorProbeError: boolean;
  readonly clusterProgressDeadlineSeconds: number;
  readonly annotationProgressDeadlineSeconds: number | null;
  readonly currentReplicas: number;
}

interface ScaleOut {
  readonly returned: number;
  readonly patchedReplicas: number | null;
  readonly enqueueAfterSeconds: number | null;
  readonly syncProbeCalled: boolean;
  readonly asyncProbeOffered: boolean;
  readonly error: string | null;
}

interface ActiveIn {
  readonly want: number;
  readonly ready: number;
  readonly minScale: number;
  readonly initialScale: number;
  readonly scaleTargetInitialized: boolean;
  readonly activeStatus: Condition;
  readonly serviceNameSet: boolean;
}

interface ActiveOut {
  readonly activeStatus: Condition;
  readonly reason: string;
  readonly scaleTargetInitialized: boolean;
}

const STATUS: Readonly<Record<Condition, ActiveStatus>> = { True: 'active', False: 'inactive', Unknown: 'activating' };
const CONDITION: Readonly<Record<ActiveStatus, Condition>> = {
  active: 'True',
  inactive: 'False',
  activating: 'Unknown',
};
const REASON: Readonly<Record<Condition, ActiveState['reason']>> = { True: '', False: 'NoTraffic', Unknown: 'Queued' };

export function checkKpa(file: KpaFile): Outcome {
  const comparison = new Comparison();
  file.scale.forEach((look, i) => {
    comparison.expect(
      () => `scale ${i} ${JSON.stringify(look.in)}`,
      look.out,
      () => scaled(look.in),
      within(1e-9),
    );
  });
  file.activeCondition.forEach((look, i) => {
    comparison.expect(
      () => `activeCondition ${i} ${JSON.stringify(look.in)}`,
      look.out,
      () => activated(look.in),
    );
  });
  return comparison.outcome();
}

function scaled(given: ScaleIn): ScaleOut {
  const out = noOutcome();
  scale(given.desiredScale, settingsOf(given), stateOf(given), out);
  return {
    returned: out.want,
    patchedReplicas: out.patch === -1 ? null : out.patch,
    enqueueAfterSeconds: out.requeueAfter === NEVER ? null : out.requeueAfter / 1e6,
    syncProbeCalled: out.probed,
    asyncProbeOffered: out.startsProbe,
    error: null,
  };
}

function settingsOf(given: ScaleIn): ScaleSettings {
  const deadline = given.annotationProgressDeadlineSeconds ?? given.clusterProgressDeadlineSeconds;
  return {
    minScale: given.minScale,
    maxScale: given.maxScale,
    initialScale: given.initialScale,
    reachable: given.reachability !== 'Unreachable',
    enableScaleToZero: given.enableScaleToZero,
    stableWindow: micros(given.stableWindowSeconds),
    gracePeriod: micros(given.gracePeriodSeconds),
    podRetention: micros(given.podRetentionSeconds),
    progressDeadline: micros(deadline),
    targetBurstCapacity: given.targetBurstCapacity,
  };
}

function stateOf(given: ScaleIn): ScaleState {
  return {
    activeStatus: STATUS[given.activeStatus],
    inStatusFor: micros(given.inStatusForSeconds),
    scaleTargetInitialized: given.scaleTargetInitialized,
    mode: given.sksMode === 'Proxy' ? 'proxy' : 'serve',
    proxyFor: micros(given.proxyForSeconds ?? 0),
    activatorAnswers: given.activatorProbeOK && !given.activatorProbeError,
    replicas: given.currentReplicas,
  };
}

function activated({
  want,
  ready,
  minScale,
  initialScale,
  scaleTargetInitialized,
  activeStatus,
  serviceNameSet,
}: ActiveIn): ActiveOut {
  const state: ActiveState = {
    activeStatus: STATUS[activeStatus],
    scaleTargetInitialized,
    reason: REASON[activeStatus],
  };
  updateActive(want, ready, { minScale, initialScale, reachable: true }, state, serviceNameSet);
  return {
    activeStatus: CONDITION[state.activeStatus],
    reason: state.reason,
    scaleTargetInitialized: state.scaleTargetInitialized,
  };
}

function micros(seconds: number): number {
  return Math.round(seconds * 1e6);
}

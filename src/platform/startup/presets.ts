import type { Distribution } from '../../random/distribution.js';
import type { Micros } from '../../units/quantities.js';
import { PHASES, type Phase } from '../recipe.js';

/** Start-up times that were measured by somebody, under a name. */
export interface StartupPreset {
  readonly name: string;
  readonly summary: string;
  readonly phases: Readonly<Record<Phase, Distribution | null>>;
  /** Where the numbers come from, in words. */
  readonly source: string;
  /**
   * `measured`: published measurements, fitted · `bound`: a published limit, taken as the value · `example`: one
   * published run · `assumption`: no measurement was found.
   */
  readonly confidence: 'measured' | 'bound' | 'example' | 'assumption';
}

const ms = (value: number): Micros => Math.round(value * 1000);
const constantMs = (value: number): Distribution => ({ kind: 'constant', value: ms(value) });

/** Truncated to [min, max]; all in milliseconds. */
function normalMs(mean: number, sd: number, min: number, max: number): Distribution {
  return { kind: 'normal', mean: ms(mean), sd: ms(sd), min: ms(min), max: ms(max) };
}

const LN_1000 = 6.907755278982137;
/** `mu` of ln(milliseconds), as the source has it. */
const lognormalMs = (mu: number, sigma: number): Distribution => ({ kind: 'lognormal', mu: mu + LN_1000, sigma });

const NOTHING = Object.fromEntries(PHASES.map((phase) => [phase, null])) as Record<Phase, null>;
const phases = (given: Partial<Record<Phase, Distribution>>): Record<Phase, Distribution | null> => ({
  ...NOTHING,
  ...given,
});

const PR_11965 =
  'github.com/knative/serving/pull/11965, v0.26 and later: 100 pods one after the other, image cached, idle cluster';
const LAMBDA_PERF =
  'github.com/maxday/lambda-perf @6070b794, Init Duration of a hello world on AWS Lambda, 512 MB, x86, January to August 2026; lognormal fitted by maximum likelihood (the tails of images are heavier)';

/**
 * A Knative pod whose image is on the node: scheduled in 24 ms, IP after 1,944 ms, ready after 2,463 ms (means). The
 * phases are differences of those means; the standard deviations follow from mean and p95, that of the last phase from
 * what is left of the total's variance; the bounds are differences of the extremes, so that they add up to the
 * measured [1,338, 3,277] ms. Readiness probing is inside `containerStart`: the source does not part them.
 */
const KNATIVE_POD = {
  scheduling: normalMs(24, 6, 13, 64),
  sandbox: normalMs(1920, 204, 1250, 2250),
  containerStart: normalMs(519, 289, 75, 963),
};

/** mu and sigma of ln(ms), by runtime: as a zip archive and as a container image. */
const RUNTIMES = [
  ['node', 'Node.js 24', [4.9744, 0.1311], [5.7592, 0.3469]],
  ['python', 'Python 3.13', [4.6097, 0.1736], [5.2104, 0.2996]],
  ['go', 'Go', [3.9333, 0.0997], [3.9054, 0.3074]],
  ['rust', 'Rust', [2.8502, 0.2152], [3.5917, 0.3224]],
  ['java', 'Java 21', [5.5504, 0.1485], [5.8941, 0.2465]],
  ['dotnet', '.NET 10', [5.7232, 0.3108], [6.0967, 0.2726]],
  ['native-image', 'Java 21 compiled by GraalVM', [5.0444, 0.1033], [4.632, 0.4462]],
] as const;

const runtimePresets = RUNTIMES.flatMap(([name, title, zip, image]): StartupPreset[] => [
  {
    name: `${name}-zip`,
    summary: `${title} from a zip archive: start of runtime and handler alone, without placement and download`,
    phases: phases({ applicationStart: lognormalMs(zip[0], zip[1]) }),
    source: LAMBDA_PERF,
    confidence: 'measured',
  },
  {
    name: `${name}-container`,
    summary: `A Knative pod with cached image, then ${title} starting in it`,
    phases: phases({ ...KNATIVE_POD, applicationStart: lognormalMs(image[0], image[1]) }),
    source: `pod: ${PR_11965}; application: ${LAMBDA_PERF}`,
    confidence: 'measured',
  },
]);

/** Everything that `startup: <name>` may name. */
export const STARTUP_PRESETS: readonly StartupPreset[] = [
  {
    name: 'knative-cached-image',
    summary: 'A Knative pod whose image is on the node: 2.5 s on average, 1.3 to 3.3 s',
    phases: phases(KNATIVE_POD),
    source: `${PR_11965}; split into phases by differences of the means`,
    confidence: 'measured',
  },
  ...runtimePresets,
  {
    name: 'kubernetes-slo-5s',
    summary: 'The slowest pod that still keeps the Kubernetes pod start-up objective (p99 <= 5 s without image pull)',
    phases: phases({ sandbox: constantMs(5000) }),
    source: 'kubernetes/community sig-scalability/slos/pod_startup_latency.md',
    confidence: 'bound',
  },
  {
    name: 'snapshot-restore',
    summary: 'A micro-VM restored from a snapshot instead of booted: 28 ms',
    phases: phases({ sandbox: constantMs(28) }),
    source:
      'docs.stacyide.xyz/docs/snapshot-restore: copy root fs 7, start 5, load 4, agent 12 ms; one vendor, one run',
    confidence: 'example',
  },
  {
    name: 'huawei-2025',
    summary: 'All cold starts of a public cloud over a month: median 1.3 s, p99 29 s',
    phases: phases({ sandbox: lognormalMs(0.2965 + LN_1000, 1.326) }),
    source:
      'Serverless Cold Starts and Where to Find Them (EuroSys 2025): lognormal of mean 3.24 s and sd 7.10 s over 11.9 M cold starts in 5 regions; pod allocation, code, dependencies and scheduling together',
    confidence: 'measured',
  },
  {
    name: 'wasm',
    summary: 'A WebAssembly module in a running host: 1 ms',
    phases: phases({ applicationStart: constantMs(1) }),
    source: 'no measured distribution was found; vendors claim less than 1 ms',
    confidence: 'assumption',
  },
];

/** The preset of that name, if it is shipped. */
export function findStartupPreset(name: string): StartupPreset | undefined {
  return STARTUP_PRESETS.find((preset) => preset.name === name);
}

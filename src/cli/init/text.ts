/** A first scenario as a person would write it: what is assumed is said beside it. */
import type { Fact, Promised } from './facts.js';

export interface First {
  /** The command that writes it again. */
  readonly command: string;
  /** Relative to the scenario. */
  readonly manifests: readonly string[];
  readonly services: readonly string[];
  readonly horizon: string;
  readonly arrivals: Fact;
  readonly serviceTime: Fact;
  /** `null`: what the format takes where nothing is said. */
  readonly startup: string | null;
  readonly promises: readonly Promised[];
}

/** The whole text. */
export function firstScenario(first: First): string {
  return [
    `# Written by: ${first.command.replace(/\s*[\r\n]\s*/g, ' ')}`,
    '# Everything that a scenario may say: docs/scenario.md, or `headroom schema` for your editor.',
    'headroom: 1',
    `horizon: ${first.horizon}`,
    ...manifestLines(first.manifests),
    'services:',
    ...first.services.flatMap((name) => serviceLines(name, first)),
    '',
  ].join('\n');
}

function manifestLines(manifests: readonly string[]): readonly string[] {
  if (manifests.length === 0) return [];
  return ['knative:', `  manifests: [${manifests.map(scalar).join(', ')}]  # what you deploy`];
}

function serviceLines(name: string, first: First): readonly string[] {
  const { manifests, arrivals, serviceTime, startup, promises } = first;
  return [
    `  ${scalar(name)}:`,
    ...(manifests.length > 0 ? [] : REVISION),
    `    arrivals: ${arrivals.text}${assumed(arrivals)}`,
    `    serviceTime: ${serviceTime.text}${assumed(serviceTime, '; it is what a warm pod needs for one request, alone')}`,
    startup === null
      ? `    startup: knative-cached-image  # assumed: the image is on the node, the application starts at once`
      : `    startup: ${scalar(startup)}`,
    ...(promises.length === 0 ? [] : ['    slos:']),
    ...promises.map((promise) => `      ${promise.name}: ${promise.text}`),
  ];
}

const REVISION = [
  '    revision:',
  '      annotations: { autoscaling.knative.dev/target: "100" }  # Knative\'s default',
  "      containerConcurrency: 0  # no limit, Knative's default",
];

const assumed = (fact: Fact, more = ''): string => (fact.assumed === null ? '' : `  # assumed: ${fact.assumed}${more}`);

/** A text that YAML reads as it stands, in quotes where it would not. */
const scalar = (text: string): string => (/^[A-Za-z_./][\w./-]*$/.test(text) ? text : JSON.stringify(text));

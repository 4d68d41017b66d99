import { validateAutoscaling } from '../knative/annotations.js';
import type { Problem } from '../knative/problem.js';
import type { Outcome } from './outcome.js';
import { Comparison } from './outcome.js';

/** `annotations.json`: annotations of a revision, accepted (`error` null) or refused. */
export interface AnnotationsFile {
  readonly cases: readonly Case[];
}

interface Case {
  readonly annotations: Readonly<Record<string, string>>;
  readonly config: {
    readonly podAutoscalerClass: string;
    readonly allowZeroInitialScale: boolean;
    readonly maxScaleLimit: number;
  };
  readonly error: string | null;
}

/** Accepted or refused alike; the words are our own. */
export function checkAnnotations(file: AnnotationsFile): Outcome {
  const comparison = new Comparison();
  for (const { annotations, config, error } of file.cases) {
    const where = (): string => `${JSON.stringify(annotations)} under ${JSON.stringify(config)}`;
    comparison.expect(where, verdict(error === null), () => verdict(problemsOf(annotations, config).length === 0));
  }
  return comparison.outcome();
}

function problemsOf(annotations: Case['annotations'], config: Case['config']): readonly Problem[] {
  return validateAutoscaling(annotations, {
    PodAutoscalerClass: config.podAutoscalerClass,
    AllowZeroInitialScale: config.allowZeroInitialScale,
    MaxScaleLimit: config.maxScaleLimit,
  });
}

function verdict(accepted: boolean): 'accepted' | 'refused' {
  return accepted ? 'accepted' : 'refused';
}

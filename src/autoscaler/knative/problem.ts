/** What Knative would refuse: `key = value, rule`, and a hint where there is one. */
export interface Problem {
  readonly key: string;
  /** As written. */
  readonly value: string;
  readonly rule: string;
  readonly hint?: string;
}

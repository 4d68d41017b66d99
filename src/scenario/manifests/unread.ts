/** What a Service says that could change how it scales, and that is not simulated: told, never left out in silence. */
import { placeOf, valueAt, type Place, type Written } from '../written.js';
import type { Path } from '../problem.js';

const TEMPLATE_SPEC: Path = ['spec', 'template', 'spec'];

/** Of the template's spec. Other fields change neither what a request takes nor where a pod may go. */
const FIELDS = ['initContainers', 'nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints'];

/** Of the Service itself; those of Cloud Run hold for all revisions together. */
const ANNOTATIONS = [
  'serving.knative.dev/rollout-duration',
  'serving.knative.dev/rolloutDuration',
  'run.googleapis.com/minScale',
  'run.googleapis.com/maxScale',
  'run.googleapis.com/scalingMode',
  'run.googleapis.com/manualInstanceCount',
];

/** Everything of that kind in one Service, each with its place. */
export function unreadIn(tree: Written): readonly { readonly place: Place; readonly text: string }[] {
  const has = (path: Path): boolean => valueAt(tree.value, path) !== undefined;
  const told = (path: Path, what: string) => ({ place: placeOf(tree, path, 'key'), text: `${what} is not simulated` });
  const fields = FIELDS.map((field) => [...TEMPLATE_SPEC, field]).filter(has);
  const annotations = ANNOTATIONS.map((key) => ['metadata', 'annotations', key]).filter(has);
  return [
    ...annotations.map((path) => told(path, `annotation ${String(path.at(-1))}`)),
    ...fields.map((path) => told(path, String(path.at(-1)))),
  ];
}

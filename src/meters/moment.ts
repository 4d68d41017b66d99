import type { RevisionView } from '../platform/moment.js';
import type { RevisionMoment } from '../result/moment.js';
import { SECOND } from '../units/quantities.js';

/** A view of a revision in the units of the result document. */
export function revisionMoment(
  name: string,
  { serve, share, pods, ...view }: RevisionView,
  withNodes = false,
): RevisionMoment {
  return {
    name,
    ...view,
    mode: serve ? 'serve' : 'proxy',
    share: share / 10_000,
    pods: pods.map(({ node, ...pod }) => ({
      ...pod,
      created: pod.created / SECOND,
      ready: pod.ready === null ? null : pod.ready / SECOND,
      ...(withNodes && { node: node === null ? null : `${node.group} ${node.ordinal}` }),
    })),
  };
}

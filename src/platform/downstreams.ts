import type { Calendar } from '../engine/calendar.js';
import { I_STRIDE } from '../engine/layout.js';
import type { DownstreamListener } from './downstream.js';
import { Downstream } from './downstream.js';
import type { QueueProxy } from './queueProxy.js';
import { I_POD, I_REVISION } from './request.js';
import type { RevisionState } from './revision.js';
import type { ServiceState } from './service.js';

/** Puts the dependencies with limits behind their services: whoever may enter is executed by its pod. */
export function openDownstreams(
  services: readonly ServiceState[],
  revisions: readonly RevisionState[],
  calendar: Calendar,
  queueProxy: QueueProxy,
): void {
  const listener: DownstreamListener = {
    mayEnter: (x, begun, now) => {
      const { i } = calendar;
      queueProxy.execute(revisions[i[x * I_STRIDE + I_REVISION]], i[x * I_STRIDE + I_POD], x, begun, now);
    },
    starved: (x, begun, now) => queueProxy.starved(x, begun, now),
  };
  for (const service of services) {
    const { downstream } = service.recipe;
    if (downstream !== undefined)
      service.downstream = new Downstream(downstream, service.index, calendar, revisions, listener);
  }
}

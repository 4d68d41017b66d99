import type { Source } from '../../random/source.js';
import type { Micros } from '../../units/quantities.js';
import type { Activator } from '../activator.js';
import type { Casualties } from '../casualties.js';
import { FAILURE } from '../causes.js';
import type { Control } from '../control.js';
import type { Fault, Silence } from '../recipe.js';
import type { RevisionState } from '../revision.js';
import type { ServiceState } from '../service.js';

/** What faults can do to a cluster. */
export interface BreakableCluster {
  /** Nodes that a group (or all together) may have. */
  places(group: string | null): number;
  /**
   * A node goes, drawn among those of the group (or of all), or if there are more `places` among these; its pods go with
   * it, or with `silence` when Kubernetes has found out. Returns the revision of each.
   */
  loseNode(
    group: string | null,
    places: number,
    source: Source,
    silence: Silence | null,
    now: Micros,
  ): readonly number[];
  /** All nodes of a zone go, and none comes while it is down. Returns the revision of each of their pods. */
  loseZone(zone: string, silence: Silence | null, now: Micros): readonly number[];
  zoneReturns(zone: string, now: Micros): void;
  /** Pulls take `factor` times as long; Infinity: none goes on. */
  slowRegistry(factor: number, now: Micros): void;
}

/** Whom a fault hit. */
export interface Hit {
  readonly services: readonly ServiceState[];
  readonly pods: number;
}

/** Faults of what all services share: activators, the autoscaler, nodes, zones, the registry. */
export class Platform {
  #outages = 0;
  readonly #registry: number[] = [];
  /** The activator that each fault under way took down. */
  readonly #down = new Map<Fault, number[]>();

  constructor(
    private readonly services: readonly ServiceState[],
    private readonly revisions: readonly RevisionState[],
    private readonly control: Control,
    private readonly activator: Activator,
    private readonly casualties: Casualties,
    private readonly cluster: BreakableCluster | null,
  ) {}

  begin(fault: Fault, activator: number, source: Source, now: Micros): Hit {
    switch (fault.kind) {
      case 'activatorRestart':
        return this.#restartActivator(fault, activator, source, now);
      case 'autoscalerOutage':
        return this.#stopAutoscaler(fault, now);
      case 'registrySlow':
      case 'registryDown':
        this.#registry.push(fault.factor ?? Infinity);
        this.#slowRegistry(now);
        return { services: this.services, pods: 0 };
      case 'nodeLoss':
        return this.#hit(
          this.cluster?.loseNode(fault.target, this.#placesAt(fault), source, fault.silence ?? null, now) ?? [],
        );
      case 'zoneLoss':
        return this.#hit(this.cluster?.loseZone(fault.target!, fault.silence ?? null, now) ?? []);
      default:
        throw new RangeError(`kind = ${fault.kind}, must be a fault of the platform`);
    }
  }

  end(fault: Fault, activator: number, _source: Source, now: Micros): void {
    switch (fault.kind) {
      case 'activatorRestart': {
        const [down] = this.#down.get(fault)!.splice(0, 1);
        this.activator.setDown(activator < 0 ? down : activator, false, now);
        return;
      }
      case 'autoscalerOutage':
        if (--this.#outages === 0) this.control.restart(now);
        return;
      case 'registrySlow':
      case 'registryDown':
        this.#registry.splice(this.#registry.indexOf(fault.factor ?? Infinity), 1);
        this.#slowRegistry(now);
        return;
      case 'zoneLoss':
        this.cluster?.zoneReturns(fault.target!, now);
    }
  }

  /** How many targets a fault with a rate may meet: those of nodes strike each place, whether a node is in it or not. */
  targets({ kind, target }: Fault): number {
    return kind === 'nodeLoss' ? Math.max(1, this.cluster?.places(target) ?? 1) : 1;
  }

  #placesAt(fault: Fault): number {
    return 'rate' in fault ? this.targets(fault) : 0;
  }

  /** Whether the scrapes of a revision fail: counted, as faults can overlap. */
  blind(revision: number, more: 1 | -1): void {
    this.control.blind(revision, more);
  }

  /** One activator ends: what it holds and what it has let through fails with it. Without `for` it is back at once. */
  #restartActivator(fault: Fault, activator: number, source: Source, now: Micros): Hit {
    const a = activator < 0 ? Math.floor(source.next() * this.activator.count) : activator;
    const hit = this.services.filter(({ revisions }) => revisions.some((revision) => revision.activator.holds(a)));
    if (fault.for !== null) {
      this.activator.setDown(a, true, now);
      this.#down.set(fault, [...(this.#down.get(fault) ?? []), a]);
    }
    this.casualties.failVia(a, FAILURE['activator-restart'], now);
    return { services: hit, pods: 0 };
  }

  /** Every service that has pods, or wants some, is decided about by it. */
  #stopAutoscaler(fault: Fault, now: Micros): Hit {
    this.control.stop();
    if (fault.for === null) {
      if (this.#outages === 0) this.control.restart(now);
    } else this.#outages++;
    return { services: this.services, pods: 0 };
  }

  #slowRegistry(now: Micros): void {
    this.cluster?.slowRegistry(
      this.#registry.reduce((all, one) => all * one, 1),
      now,
    );
  }

  #hit(revisions: readonly number[]): Hit {
    const services = this.services.filter((service) =>
      revisions.some((index) => this.revisions[index].service === service),
    );
    return { services, pods: revisions.length };
  }
}

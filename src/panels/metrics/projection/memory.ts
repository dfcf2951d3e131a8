import {
  elrChanged,
  isrChanged,
  leaderElected,
  leaderElectedFromElr,
  leaderLost,
  leaderReturned,
  preferredLeaderElected,
  uncleanLeaderElected,
} from '../../../engine/kafka/controller/events.ts';
import { recordsAppended } from '../../../engine/kafka/broker/events.ts';
import { recordsDelivered } from '../../../engine/kafka/clients/consumer/events.ts';
import { messageSent } from '../../../engine/kernel/events.ts';
import { TraceFeed } from '../../../engine/kernel/trace-feed.ts';
import type { TraceKeeper } from '../../../engine/kernel/trace-feed.ts';
import type { Trace, TraceGlance } from '../../../engine/kernel/trace.ts';
import { Samples } from './series.ts';

/** What is asked of the cluster beside the trace: names that were interned, and what does not change by events. */
export interface MetricsWorld {
  readonly trace: Trace;
  readonly nameOf: (interned: number) => string;
  readonly partitions: () => readonly { readonly name: string; readonly replicaCount: number; readonly minIsr: number }[];
}

interface Health {
  readonly isrCount: number;
  readonly hasLeader: boolean;
}

/** A partition's change, kept so that history can be taken back. */
interface Change extends Health {
  readonly id: number;
  readonly micros: number;
  readonly partition: string;
}

/** Counts and measures as events come; what follows from several partitions is counted at each change. */
export class MetricsMemory implements TraceKeeper {
  readonly messagesIn = new Samples();
  /** TotalTimeMs of Produce: from a request's arrival to its response, in microseconds. */
  readonly produceTimes = new Samples();
  readonly underReplicated = new Samples();
  readonly underMinIsr = new Samples();
  readonly isrTotal = new Samples();
  readonly offline = new Samples();
  readonly lagMax = new Samples();
  lastMicros = 0;
  private readonly world: MetricsWorld;
  private readonly feed: TraceFeed;
  private readonly arrivals = new Map<number, number>();
  private readonly lags = new Map<string, number>();
  private changes: Change[] = [];
  private readonly health = new Map<string, Health>();

  constructor(world: MetricsWorld) {
    this.world = world;
    this.feed = new TraceFeed(world.trace, this);
  }

  read(): void {
    this.feed.read();
  }

  take(glance: TraceGlance): void {
    const { spec, micros } = glance;
    if (micros > this.lastMicros) this.lastMicros = micros;
    if (spec === messageSent) this.takeMessage(glance);
    else if (spec === recordsAppended) this.messagesIn.add({ id: glance.id, micros, value: glance.args[2] ?? 0 });
    else if (spec === recordsDelivered) this.takeLag(glance);
    else if (changesOfPartitions.has(spec.name)) this.takeChange(glance);
  }

  forgetFrom(id: number): void {
    for (const samples of [
      this.messagesIn,
      this.produceTimes,
      this.underReplicated,
      this.underMinIsr,
      this.isrTotal,
      this.offline,
      this.lagMax,
    ])
      samples.forgetFrom(id);
    this.lastMicros = this.messagesIn.list.at(-1)?.micros ?? 0;
    this.arrivals.clear();
    this.changes = this.changes.filter((change) => change.id < id);
    this.health.clear();
    for (const change of this.changes) this.health.set(change.partition, change);
  }

  private takeMessage({ id, micros, args }: TraceGlance): void {
    if (this.world.nameOf(args[1] ?? 0) !== 'Produce') return;
    const correlation = args[4] ?? -1;
    if (args[2] === 1) {
      this.arrivals.set(correlation, args[3] ?? micros);
      return;
    }
    const arrived = this.arrivals.get(correlation);
    this.arrivals.delete(correlation);
    if (arrived !== undefined) this.produceTimes.add({ id, micros, value: Math.max(0, micros - arrived) });
  }

  private takeLag({ id, micros, node, args }: TraceGlance): void {
    this.lags.set(`${String(node)} ${String(args[0] ?? 0)}`, args[4] ?? 0);
    this.lagMax.add({ id, micros, value: Math.max(...this.lags.values()) });
  }

  private takeChange(glance: TraceGlance): void {
    const { id, micros, spec, args } = glance;
    const partition = this.world.nameOf(args[0] ?? 0);
    const at = spec.order.indexOf('isr');
    const text = at < 0 ? null : this.world.nameOf(args[at] ?? 0);
    // An unclean leader, or one out of the ELR, is the whole ISR.
    const isrCount = text === null ? 1 : text === '' ? 0 : text.split(',').length;
    const known = this.health.get(partition);
    const hasLeader = spec === leaderLost ? false : spec === isrChanged || spec === elrChanged ? (known?.hasLeader ?? true) : true;
    const change: Change = { id, micros, partition, isrCount, hasLeader };
    this.changes.push(change);
    this.health.set(partition, change);
    this.count(id, micros);
  }

  private count(id: number, micros: number): void {
    let underReplicated = 0;
    let underMinIsr = 0;
    let isrTotal = 0;
    let offline = 0;
    for (const { name, replicaCount, minIsr } of this.world.partitions()) {
      const { isrCount, hasLeader } = this.health.get(name) ?? { isrCount: replicaCount, hasLeader: true };
      isrTotal += isrCount;
      if (!hasLeader) offline++;
      // Both are gauges of leaders (ReplicaManager): a partition without one counts as offline, at the controller.
      else if (isrCount < replicaCount) underReplicated++;
      if (hasLeader && isrCount < minIsr) underMinIsr++;
    }
    this.underReplicated.add({ id, micros, value: underReplicated });
    this.underMinIsr.add({ id, micros, value: underMinIsr });
    this.isrTotal.add({ id, micros, value: isrTotal });
    this.offline.add({ id, micros, value: offline });
  }

  /** What gauges begin with: everything in sync. */
  begin(): void {
    this.count(-1, -1_000_000_000);
  }
}

const changesOfPartitions: ReadonlySet<string> = new Set(
  [
    elrChanged,
    isrChanged,
    leaderElected,
    leaderElectedFromElr,
    leaderLost,
    leaderReturned,
    preferredLeaderElected,
    uncleanLeaderElected,
  ].map((spec) => spec.name),
);

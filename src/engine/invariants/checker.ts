import type { Cluster } from '../kafka/cluster.ts';
import { ClusterReader } from '../kafka/reader.ts';
import type { EventSpec } from '../kernel/event.ts';
import type { Envelope } from '../kernel/process.ts';
import type { EventId, Micros, NodeId } from '../kernel/units.ts';
import { ControllerWatch } from './controller-watch.ts';
import { eventHandlers } from './event-handlers.ts';
import type { EventHandler } from './event-handlers.ts';
import { invariants } from './index.ts';
import type { Hook, Invariant, InvariantId, Say, Violation, ViolationParams, WireFault } from './invariant.ts';
import type { PartitionView } from './partition-view.ts';
import { noteLostRecords, noteUncounted } from './promises.ts';
import { ReplicaView } from './replica-view.ts';
import { WireWatch } from './wire-watch.ts';
import type { WireListener } from './wire-watch.ts';

/** How a checker looks. */
export interface CheckerOptions {
  /**
   * `configured`: what Kafka promises under the scenario's configuration and the faults so far. `standard`: as if there were neither
   * unclean elections nor disks that lose their end; for showing that known-bad configurations do break promises.
   */
  readonly assume: 'configured' | 'standard';
  /** After so many steps every replica is looked at, whether an event named it or not. */
  readonly lookAroundEverySteps: number;
  readonly violationsMax: number;
}

const defaults: CheckerOptions = { assume: 'configured', lookAroundEverySteps: 256, violationsMax: 20 };

/** Something that a message told, to be judged when the step that sent it is over. */
type Told =
  | { readonly kind: 'acknowledged'; readonly broker: NodeId; readonly name: string; readonly endOffset: number }
  | { readonly kind: 'refused'; readonly broker: NodeId; readonly name: string; readonly wasWritten: boolean };

/**
 * Watches a running cluster from outside and compares it, after each step, with what Kafka promises. It keeps what no node may know
 * (what was committed, acknowledged, read; who led when), and looks only at the brokers and partitions that the step's events name. Not
 * part of the simulated state: a rewind needs a new checker.
 */
export class InvariantChecker implements WireListener {
  readonly cluster: Cluster;
  readonly reader: ClusterReader;
  readonly violations: Violation[] = [];
  readonly options: CheckerOptions;
  readonly controller: ControllerWatch;
  private readonly wire: WireWatch;
  private readonly replicas = new Map<NodeId, Map<string, ReplicaView>>();
  private readonly diskGenerations = new Map<NodeId, number>();
  private readonly handlers: ReadonlyMap<EventSpec, EventHandler> = eventHandlers();
  private readonly byHook: Readonly<Record<Hook, readonly Asked[]>>;
  private readonly touched = new Set<NodeId>();
  private readonly dirty = new Set<PartitionView>();
  private readonly names = new Map<number, string>();
  private told: Told[] = [];
  private stepsUntilLookAround: number;

  constructor(cluster: Cluster, options: Partial<CheckerOptions> = {}) {
    this.cluster = cluster;
    this.reader = new ClusterReader(cluster);
    this.options = { ...defaults, ...options };
    this.stepsUntilLookAround = this.options.lookAroundEverySteps;
    this.wire = new WireWatch(cluster, this);
    this.controller = new ControllerWatch(this);
    this.byHook = askedByHook((id, params) => this.report(id, params));
    for (const id of cluster.brokerIds) this.replicas.set(id, new Map());
    this.attach();
    this.lookAround();
  }

  /** Looks at everything. Call at the end of a run too. */
  lookAround(): void {
    this.stepsUntilLookAround = this.options.lookAroundEverySteps;
    this.controller.look();
    for (const broker of this.cluster.brokerIds) this.lookAtBroker(broker);
    for (const view of this.controller.partitions.values()) this.dirty.add(view);
    this.judge();
  }

  /** The remembered partition of a name. */
  partition(name: string): PartitionView | null {
    return this.controller.partitions.get(name) ?? null;
  }

  /** What was last seen of a replica. */
  replica(broker: NodeId, name: string): ReplicaView | null {
    return this.replicas.get(broker)?.get(name) ?? null;
  }

  /** Every replica on a broker. */
  replicasOf(broker: NodeId): Iterable<ReplicaView> {
    return this.replicas.get(broker)?.values() ?? [];
  }

  /** The text of a partition's number in events. */
  nameOf(number: number): string {
    let name = this.names.get(number);
    if (name === undefined) {
      name = this.cluster.kernel.names.text(number);
      this.names.set(number, name);
    }
    return name;
  }

  /** Its invariants are judged at the end of the step. */
  markDirty(view: PartitionView): void {
    this.dirty.add(view);
  }

  /** Lets each invariant that has a hook look; one about kept records only while those are promised. */
  each(hook: Hook, view: PartitionView | null, look: (invariant: Invariant, say: Say) => void): void {
    const isKept = view === null || this.options.assume === 'standard' || !view.isTainted;
    for (const { invariant, say } of this.byHook[hook]) {
      if (isKept || invariant.promised === 'always') look(invariant, say);
    }
  }

  acknowledged(broker: NodeId, name: string, endOffset: number): void {
    this.told.push({ kind: 'acknowledged', broker, name, endOffset });
  }

  refused(broker: NodeId, name: string, wasWritten: boolean): void {
    this.told.push({ kind: 'refused', broker, name, wasWritten });
  }

  served(broker: NodeId, name: string, batch: Parameters<WireListener['served']>[2], isReadCommitted: boolean): void {
    const log = this.reader.log(broker, name);
    const view = this.partition(name);
    if (log === null || view === null) return;
    const boundOffset = isReadCommitted ? log.lastStableOffset : log.highWatermark;
    this.each('served', view, (invariant, say) => invariant.served?.({ name, broker, batch, boundOffset }, say));
    view.read.add(batch);
    this.dirty.add(view);
  }

  uncleanElectionAsked(names: readonly string[] | null): void {
    for (const view of this.controller.partitions.values()) if (names?.includes(view.name) !== false) view.isUncleanElectionAsked = true;
  }

  wireFault(fault: WireFault): void {
    this.each('wire', null, (invariant, say) => invariant.wire?.(fault, say));
  }

  private attach(): void {
    const { kernel } = this.cluster;
    const { onEvent, onSend, onStepEnd } = kernel;
    kernel.onEvent = (id: EventId, node: NodeId, spec: EventSpec, args: Readonly<Record<string, number>>): void => {
      onEvent?.(id, node, spec, args);
      if (this.replicas.has(node)) this.touched.add(node);
      this.handlers.get(spec)?.(this, { id, node, args }, this.wire);
    };
    kernel.onSend = (envelope: Envelope, dueMicros: Micros): void => {
      onSend?.(envelope, dueMicros);
      this.wire.onSend(envelope);
    };
    kernel.onStepEnd = (): void => {
      onStepEnd?.();
      this.afterStep();
    };
  }

  private afterStep(): void {
    if (--this.stepsUntilLookAround <= 0) return this.lookAround();
    this.controller.look();
    for (const broker of this.touched) this.lookAtBroker(broker);
    this.judge();
  }

  /** Sees what has changed on a broker, and judges each of its replicas that has. */
  private lookAtBroker(broker: NodeId): void {
    const process = this.cluster.broker(broker);
    const known = this.replicas.get(broker);
    if (process === null || known === undefined) return;
    const { disk } = process;
    const isUp = this.cluster.kernel.node(broker).isProcessUp;
    for (const [name, { log, topicId }] of disk.logs) {
      const view = this.controller.partitions.get(name);
      if (view === undefined || view.topicId !== topicId) continue;
      const partition = isUp ? (process.replicas.partition(name) ?? null) : null;
      let replica = known.get(name);
      if (replica?.log === log) {
        if (!replica.refresh(partition)) continue;
      } else {
        replica = new ReplicaView(broker, log, partition);
        known.set(name, replica);
        view.replicas.set(broker, replica);
      }
      this.judgeReplica(replica, view);
    }
    const wasWiped = this.diskGenerations.get(broker) !== undefined && this.diskGenerations.get(broker) !== disk.generation;
    this.diskGenerations.set(broker, disk.generation);
    if (known.size > disk.logs.size || wasWiped) this.forgetLogs(broker, known, wasWiped);
  }

  private judgeReplica(replica: ReplicaView, view: PartitionView): void {
    this.dirty.add(view);
    const isLossy = replica.wasRestarted && replica.now.logEndOffset < replica.before.logEndOffset;
    if (isLossy) noteLostRecords(view, this.controller.isElrEnabled);
    this.each('replica', view, (invariant, say) => invariant.replica?.(replica, view, say));
    replica.settle();
  }

  private forgetLogs(broker: NodeId, known: Map<string, ReplicaView>, wasWiped: boolean): void {
    const logs = this.cluster.broker(broker)?.disk.logs;
    for (const [name, replica] of known) {
      if (logs?.get(name)?.log === replica.log) continue;
      known.delete(name);
      const view = this.controller.partitions.get(name);
      if (view?.replicas.get(broker) !== replica) continue;
      view.replicas.delete(broker);
      if (wasWiped && replica.log.logEndOffset > replica.log.logStartOffset) noteLostRecords(view, this.controller.isElrEnabled);
      this.dirty.add(view);
    }
  }

  private judge(): void {
    this.touched.clear();
    for (const view of this.dirty) this.learnCommitted(view);
    for (const told of this.told) this.hear(told);
    this.told.length = 0;
    for (const view of this.dirty) noteUncounted(view);
    for (const view of this.dirty) this.each('partition', view, (invariant, say) => invariant.partition?.(view, say));
    this.dirty.clear();
  }

  private learnCommitted(view: PartitionView): void {
    const leader = view.currentLeader;
    if (leader === null || leader.now.highWatermark <= view.trueHighWatermark) return;
    // A leader that lacks committed records: that is said by others, and what it commits says nothing more.
    if (view.committed.missingAt(leader.broker, leader.log, Infinity) >= 0) return;
    view.trueHighWatermark = leader.now.highWatermark;
    const { nowMicros } = this.cluster.kernel;
    const expirationMicros = leader.log.config.producerIdExpirationMs * 1000;
    view.committed.extend(leader.log, leader.now.highWatermark, (batch) => {
      // Brokers forget a producer after producer.id.expiration.ms, and take whatever it sends then.
      const known = view.sequences.get(batch.producerId);
      if (known !== undefined && nowMicros - known.committedMicros >= expirationMicros) view.sequences.delete(batch.producerId);
      this.each('committed', view, (invariant, say) => invariant.committed?.({ view, batch }, say));
      if (!batch.hasProducerId || batch.isControlBatch) return;
      view.sequences.set(batch.producerId, {
        producerEpoch: batch.producerEpoch,
        lastSequence: batch.lastSequence,
        committedMicros: nowMicros,
      });
    });
  }

  private hear(told: Told): void {
    const view = this.partition(told.name);
    const leader = this.replica(told.broker, told.name);
    if (view === null) return;
    if (told.kind === 'refused') {
      this.each('refused', view, (invariant, say) => invariant.refused?.({ view, broker: told.broker, wasWritten: told.wasWritten }, say));
      return;
    }
    if (leader?.partition?.isLeader !== true) return;
    const { partition } = leader;
    const acknowledgement = { view, leader, partition, endOffset: told.endOffset };
    this.each('acknowledged', view, (invariant, say) => invariant.acknowledged?.(acknowledgement, say));
    if (view.acknowledged.missingAt(leader.broker, leader.log, Infinity) < 0)
      view.acknowledged.extend(leader.log, told.endOffset, () => undefined);
    this.dirty.add(view);
  }

  private report(id: InvariantId, params: ViolationParams): void {
    if (this.violations.length >= this.options.violationsMax) return;
    const { eventCount, nowMicros } = this.cluster.kernel;
    this.violations.push({ id, params, event: eventCount - 1, micros: nowMicros });
  }
}

/** An invariant and how it reports. */
interface Asked {
  readonly invariant: Invariant;
  readonly say: Say;
}

function askedByHook(report: (id: InvariantId, params: ViolationParams) => void): Readonly<Record<Hook, readonly Asked[]>> {
  const asked = (hook: Hook): Asked[] =>
    invariants
      .filter((invariant) => invariant[hook] !== undefined)
      .map((invariant) => ({ invariant, say: (params) => report(invariant.id, params) }));
  return {
    replica: asked('replica'),
    partition: asked('partition'),
    registration: asked('registration'),
    controller: asked('controller'),
    broker: asked('broker'),
    acknowledged: asked('acknowledged'),
    refused: asked('refused'),
    served: asked('served'),
    advanced: asked('advanced'),
    committed: asked('committed'),
    wire: asked('wire'),
  };
}

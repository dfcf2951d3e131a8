import type { Cluster } from '../kafka/cluster.ts';
import type { ControllerProcess } from '../kafka/controller/controller-process.ts';
import { MetadataImage } from '../kafka/metadata/image.ts';
import type { BrokerRegistration } from '../kafka/metadata/broker-registration.ts';
import type { PartitionRegistration } from '../kafka/metadata/partition-registration.ts';
import type { NodeId } from '../kernel/units.ts';
import type { InvariantChecker } from './checker.ts';
import { PartitionView } from './partition-view.ts';
import { noteAssignedAgain, noteForgottenElr } from './promises.ts';
import type { Liveness } from './partition-view.ts';

const elrFeature = 'eligible.leader.replicas.version';

/** Follows the controller's log: every change of a partition or a broker is judged against the state before it. */
export class ControllerWatch implements Liveness {
  /** By name, `topic-partition`. */
  readonly partitions = new Map<string, PartitionView>();
  private readonly checker: InvariantChecker;
  private readonly cluster: Cluster;
  private image: MetadataImage = MetadataImage.empty();
  private logEndOffset = 0;
  private brokerEpochMax = -1;
  /** Records since the last look that emptied ELRs. */
  private clearedElrCount = 0;
  private readonly brokers = new Map<NodeId, BrokerRegistration>();

  constructor(checker: InvariantChecker) {
    this.checker = checker;
    this.cluster = checker.cluster;
  }

  get isElrEnabled(): boolean {
    return this.image.featureLevel(elrFeature) > 0;
  }

  /** unclean.leader.election.enable of the partition's topic, as the controller resolves it. */
  isUncleanElectionEnabled(name: string): boolean {
    return this.configOf(name, 'unclean.leader.election.enable', 'false') === 'true';
  }

  isRunning(broker: NodeId): boolean {
    const process = this.cluster.broker(broker);
    if (process === null || !this.cluster.kernel.node(broker).isProcessUp || !process.isPublished) return false;
    return this.image.broker(broker)?.epoch === process.brokerEpoch;
  }

  /** Takes in what the active controller has written since the last look. */
  look(): void {
    const controller = this.activeController();
    if (controller === null || controller.image === this.image) return;
    const before = this.image;
    this.image = controller.image;
    const recordCounts = this.recordCounts(controller);
    this.lookAtBrokers();
    if (before.topicsById !== this.image.topicsById) this.lookAtPartitions(before, recordCounts);
    this.judgeShapes(before);
  }

  /** The one that runs; a controller that is down has forgotten its image, though not its log. */
  private activeController(): ControllerProcess | null {
    const id = this.cluster.controllerIds.find((each) => this.cluster.kernel.node(each).isProcessUp);
    return id === undefined ? null : this.cluster.controller(id);
  }

  /** How many records changed each partition since the last look, by topic id and partition. */
  private recordCounts(controller: ControllerProcess): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    this.clearedElrCount = 0;
    for (let offset = this.logEndOffset; offset < controller.log.endOffset; offset++) {
      const { record } = controller.log.at(offset);
      // Empties the ELR of a topic, or of all, with a new partition epoch for each partition that had one.
      if (record.type === 'ClearElrRecord') this.clearedElrCount++;
      if (record.type !== 'PartitionChangeRecord') continue;
      const key = `${record.data.topicId} ${String(record.data.partitionId)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    this.logEndOffset = controller.log.endOffset;
    return counts;
  }

  private lookAtBrokers(): void {
    const inOrder = [...this.image.brokers.values()].sort((a, b) => a.epoch - b.epoch);
    for (const after of inOrder) {
      const before = this.brokers.get(after.id) ?? null;
      if (before === after) continue;
      this.brokers.set(after.id, after);
      const change = { broker: after.id, before, after, epochMax: this.brokerEpochMax };
      this.checker.each('broker', null, (invariant, say) => invariant.broker?.(change, say));
      this.brokerEpochMax = Math.max(this.brokerEpochMax, after.epoch);
      // Who counts as running may be another now.
      for (const view of this.partitions.values()) if (view.replicas.has(after.id)) this.checker.markDirty(view);
    }
  }

  private lookAtPartitions(before: MetadataImage, recordCounts: ReadonlyMap<string, number>): void {
    for (const topic of this.image.topicsById.values()) {
      if (before.topic(topic.id) === topic) continue;
      for (const [partition, registration] of topic.partitions.entries()) {
        this.lookAtPartition(
          `${topic.name}-${String(partition)}`,
          topic.id,
          registration,
          recordCounts.get(`${topic.id} ${String(partition)}`) ?? 0,
        );
      }
    }
    for (const [name, view] of this.partitions) if (this.image.topic(view.topicId) === undefined) this.partitions.delete(name);
  }

  private lookAtPartition(name: string, topicId: string, after: PartitionRegistration, recordCount: number): void {
    let view = this.partitions.get(name);
    const known = view?.topicId === topicId ? view.registration : null;
    if (known === after) return;
    if (view?.topicId !== topicId) {
      view = new PartitionView(name, topicId, after, this);
      this.partitions.set(name, view);
    }
    view.registration = after;
    if (this.clearedElrCount > 0 && known !== null && known.elr.length > 0 && after.elr.length === 0) noteForgottenElr(view);
    noteAssignedAgain(view, known);
    const change = { name, before: known, after, recordCount, clearedElrCount: this.clearedElrCount };
    this.checker.each('registration', view, (invariant, say) => invariant.registration?.(change, say));
    this.checker.markDirty(view);
  }

  /** The shape of each partition that changed, with everything that one decision wrote. */
  private judgeShapes(before: MetadataImage): void {
    const areBrokersChanged = before.brokers !== this.image.brokers;
    const isConfigChanged = before.configs !== this.image.configs;
    for (const view of this.partitions.values()) {
      const { name, topicId } = view;
      const partitionId = Number(name.slice(name.lastIndexOf('-') + 1));
      // A controller that starts again reads the same partitions from its log.
      const old = before.partition(topicId, partitionId);
      const isChanged = old?.partitionEpoch !== view.registration.partitionEpoch;
      if (!isChanged && !areBrokersChanged && !isConfigChanged) continue;
      // Kafka counts the replicas of the topic's first partition, as they were before the change.
      const first = (before.partition(topicId, 0) ?? this.image.partition(topicId, 0) ?? view.registration).replicas.length;
      const minIsr = Number(this.configOf(name, 'min.insync.replicas', '1'));
      view.effectiveMinIsrLowest = Math.min(view.effectiveMinIsrLowest, minIsr, view.registration.replicas.length);
      // A leader that comes from the ELR is its ISR alone; what else is in the ELR was decided before, when the ISR was empty.
      const isFromElr = old?.isr.length === 0 && old.elr.includes(view.registration.leader);
      const state = {
        name,
        registration: view.registration,
        // The ELR is looked at again when the partition changes: other replicas, or a feature that went off, do not empty it.
        effectiveMinIsr: isChanged && !isFromElr ? Math.min(minIsr, first) : Infinity,
        isElrEnabled: this.isElrEnabled || !isChanged,
        broker: (id: NodeId): BrokerRegistration | undefined => this.image.broker(id),
      };
      this.checker.each('controller', view, (invariant, say) => invariant.controller?.(state, say));
    }
  }

  private configOf(name: string, key: string, fallback: string): string {
    const topic = name.slice(0, name.lastIndexOf('-'));
    return this.image.topicConfig(topic)?.get(key) ?? this.image.brokerConfig('')?.get(key) ?? this.cluster.spec.configs?.[key] ?? fallback;
  }
}

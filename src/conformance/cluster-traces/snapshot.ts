import type { Broker } from '../../engine/kafka/broker/broker.ts';
import type { Partition } from '../../engine/kafka/broker/partition.ts';
import type { Cluster } from '../../engine/kafka/cluster.ts';
import type { PartitionLog } from '../../engine/kafka/log/partition-log.ts';
import type { MetadataImage } from '../../engine/kafka/metadata/image.ts';
import type { NodeId } from '../../engine/kernel/units.ts';
import type { Json } from '../registry.ts';
import type { JsonObject } from '../rows.ts';
import { partitionFields } from './partition-fields.ts';

/** Everything that is looked at: what the metadata log says, and what each node is and believes. */
export interface Snapshot {
  readonly partitions: Readonly<Record<string, JsonObject>>;
  readonly brokers: Readonly<Record<string, JsonObject>>;
  readonly features: JsonObject;
  /** Brokers by id: "down", "paused", or state and replicas. */
  readonly nodes: Readonly<Record<string, 'down' | 'paused' | NodeView>>;
  /** The controller that leads the quorum as far as a running node can tell; null without one. */
  readonly quorumLeader: NodeId | null;
  readonly consumers: Readonly<Record<string, JsonObject>>;
}

/** A running broker's own state. */
export interface NodeView {
  readonly brokerState: string;
  readonly brokerEpoch: number;
  readonly replicas: Readonly<Record<string, JsonObject>>;
}

/** Looks at a cluster. `image` is the metadata log, replayed. */
export function takeSnapshot(cluster: Cluster, image: MetadataImage, consumers: Snapshot['consumers']): Snapshot {
  const partitions: Record<string, JsonObject> = {};
  for (const topic of image.topicsInOrder) {
    for (const [index, registration] of topic.partitions.entries())
      partitions[`${topic.name}-${String(index)}`] = partitionFields(registration);
  }
  const brokers: Record<string, JsonObject> = {};
  for (const { id, epoch, fenced, inControlledShutdown } of image.brokersInOrder) {
    brokers[String(id)] = { brokerEpoch: epoch, fenced, inControlledShutdown };
  }
  const nodes: Record<string, 'down' | 'paused' | NodeView> = {};
  for (const id of cluster.brokerIds) nodes[String(id)] = nodeView(cluster, id);
  return { partitions, brokers, features: featuresOf(image), nodes, quorumLeader: quorumLeaderOf(cluster), consumers };
}

function featuresOf(image: MetadataImage): JsonObject {
  return Object.fromEntries([...image.features.entries()].filter(([, level]) => level > 0));
}

function quorumLeaderOf({ kernel, controllerIds }: Cluster): NodeId | null {
  return controllerIds.find((id) => kernel.node(id).isProcessUp && !kernel.node(id).isPaused) ?? null;
}

function nodeView(cluster: Cluster, id: NodeId): 'down' | 'paused' | NodeView {
  const node = cluster.kernel.node(id);
  const broker = cluster.broker(id);
  if (!node.isProcessUp || broker === null) return 'down';
  if (node.isPaused) return 'paused';
  const replicas: Record<string, JsonObject> = {};
  // The order of names is that of text, as in a TreeMap.
  for (const name of [...broker.disk.logs.keys()].sort()) {
    const log = broker.disk.logs.get(name)?.log;
    if (log !== undefined) replicas[name] = replicaView(broker, name, log);
  }
  return { brokerState: broker.lifecycle.state, brokerEpoch: broker.lifecycle.brokerEpoch, replicas };
}

function replicaView(broker: Broker, name: string, log: PartitionLog): JsonObject {
  const partition = broker.replicas.partition(name) ?? null;
  const segments = log.segments.map(({ baseOffset }) => baseOffset);
  const producers = producersOf(log);
  return {
    ...(partition === null ? {} : beliefs(partition)),
    logStartOffset: log.logStartOffset,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logEndOffset: log.logEndOffset,
    leaderEpochs: epochsOf(log),
    ...(segments.length > 1 ? { segments } : {}),
    ...(partition?.isLeader === true ? { followers: followersOf(partition) } : {}),
    ...(producers.length > 0 ? { producers } : {}),
  };
}

function beliefs(partition: Partition): JsonObject {
  const { isLeader, leaderReplicaId, leaderEpoch, partitionEpoch, partitionState } = partition;
  const common = { role: isLeader ? 'leader' : 'follower', leader: leaderReplicaId, leaderEpoch, partitionEpoch };
  if (!isLeader) return common;
  const isInFlight = partitionState.kind !== 'CommittedPartitionState';
  return { ...common, isr: sorted(partitionState.isr), ...(isInFlight ? { maximalIsr: sorted(partitionState.maximalIsr) } : {}) };
}

const sorted = (ids: readonly number[]): readonly number[] => [...ids].sort((a, b) => a - b);

function followersOf(partition: Partition): Json {
  return Object.fromEntries(
    partition.remoteReplicas.map(({ brokerId, logStartOffset, logEndOffset }) => [String(brokerId), { logStartOffset, logEndOffset }]),
  );
}

/** The leader epochs of a log with their first offsets. */
export function epochsOf(log: PartitionLog): Json {
  return log.leaderEpochCache.epochEntries().map(({ epoch, startOffset }) => [epoch, startOffset]);
}

function producersOf(log: PartitionLog): readonly Json[] {
  return [...log.producerStateManager.activeProducers().values()]
    .sort((a, b) => a.producerId - b.producerId)
    .map(({ producerId, producerEpoch, lastSeq, currentTxnFirstOffset }) => ({
      producerId,
      producerEpoch,
      lastSequence: lastSeq,
      currentTxnFirstOffset: currentTxnFirstOffset < 0 ? null : currentTxnFirstOffset,
    }));
}

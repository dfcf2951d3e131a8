import type { CellValue } from '../../contract/engine-api.ts';
import { effectiveTopicConfigs } from '../kafka/broker/broker-settings.ts';
import type { ClusterReader } from '../kafka/reader.ts';
import { readableNow } from './lesson/readable-now.ts';

type Facts = Readonly<Record<string, CellValue>>;

/** Everything that the inspector shows of one thing; null when there is no such thing. Configuration keys are prefixed with `config:`. */
export function inspect(reader: ClusterReader, kind: string, id: string): Facts | null {
  switch (kind) {
    case 'broker':
      return inspectBroker(reader, Number(id));
    case 'partition':
      return inspectPartition(reader, id);
    case 'replica':
      return inspectReplica(reader, id);
    case 'producer':
    case 'consumer':
      return inspectClient(reader, id);
    case 'readable':
      return readableNow(reader, Number(id));
    default:
      return null;
  }
}

function inspectBroker(reader: ClusterReader, id: number): Facts | null {
  const broker = reader.cluster.broker(id);
  if (broker === null) return null;
  const registration = reader.cluster.activeController.image.broker(id);
  return {
    state: broker.lifecycle.state,
    isUp: reader.isUp(id),
    brokerEpoch: registration?.epoch ?? -1,
    fenced: registration?.fenced ?? true,
    inControlledShutdown: registration?.inControlledShutdown ?? false,
    metadataOffset: broker.image.offset,
    requestsWaiting: broker.requests.waitingCount,
    partitions: [...broker.disk.logs.keys()],
    ...prefixed(broker.settings.overrides),
  };
}

function inspectPartition(reader: ClusterReader, id: string): Facts | null {
  const facts = reader.partition(id);
  if (facts === null) return null;
  const { registration, topic } = facts;
  return {
    leader: registration.leader,
    leaderEpoch: registration.leaderEpoch,
    partitionEpoch: registration.partitionEpoch,
    replicas: registration.replicas,
    isr: registration.isr,
    elr: registration.elr,
    lastKnownElr: registration.lastKnownElr,
    minIsr: reader.effectiveMinIsr(facts),
    ...prefixed(topicConfigs(reader, topic)),
  };
}

function inspectReplica(reader: ClusterReader, id: string): Facts | null {
  const at = id.lastIndexOf('@');
  const name = id.slice(0, at);
  const broker = Number(id.slice(at + 1));
  const facts = reader.partition(name);
  const log = reader.log(broker, name);
  if (facts === null || log === null) return null;
  const belief = reader.belief(broker, name);
  const leader = reader.leader(facts);
  const epochs = log.leaderEpochCache.epochEntries();
  return {
    role: reader.role(broker, facts),
    logStartOffset: log.logStartOffset,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logEndOffset: log.logEndOffset,
    flushedOffset: log.flushedOffset,
    sizeBytes: log.sizeBytes,
    leaderEpoch: belief?.leaderEpoch ?? -1,
    leaderEpochStartOffset: belief?.leaderEpochStartOffset ?? -1,
    epochs: epochs.map((entry) => entry.epoch),
    epochStartOffsets: epochs.map((entry) => entry.startOffset),
    isr: belief?.isLeader === true ? belief.partitionState.isr : [],
    maximalIsr: belief?.isLeader === true ? belief.partitionState.maximalIsr : [],
    followers: leader?.remoteReplicas.map((replica) => replica.brokerId) ?? [],
    leaderThinks: leader?.remoteReplicas.map((replica) => replica.logEndOffset) ?? [],
    logEnds: leader?.remoteReplicas.map((replica) => reader.log(replica.brokerId, name)?.logEndOffset ?? -1) ?? [],
    leaderLogEndOffset: leader?.log?.logEndOffset ?? -1,
    ...prefixed(topicConfigs(reader, facts.topic)),
  };
}

function inspectClient(reader: ClusterReader, name: string): Facts | null {
  const producer = reader.cluster.producer(name);
  if (producer !== null) {
    const { accumulator, transactionManager } = producer.producer ?? {};
    return {
      acks: producer.settings.acks,
      isRunning: producer.producer !== null,
      bufferAvailableBytes: accumulator?.pool.availableMemoryBytes ?? 0,
      producerId: transactionManager?.producerIdAndEpoch.producerId ?? -1,
      producerEpoch: transactionManager?.producerIdAndEpoch.epoch ?? -1,
      ...prefixed(producer.settings.overrides),
    };
  }
  const consumer = reader.cluster.consumer(name);
  if (consumer === null) return null;
  const states = [...(consumer.consumer?.subscriptions.states() ?? [])];
  return {
    step: consumer.step.kind,
    partitions: states.map(([partition]) => partition),
    positions: states.map(([, state]) => state.position?.offset ?? -1),
    highWatermarks: states.map(([, state]) => state.highWatermark ?? -1),
    ...prefixed(consumer.program.configs),
  };
}

function topicConfigs(reader: ClusterReader, topic: string): Readonly<Record<string, string>> {
  const { image } = reader.cluster.activeController;
  return effectiveTopicConfigs(reader.cluster.spec.configs ?? {}, image.topicConfig(topic)?.entries() ?? []);
}

function prefixed(configs: Readonly<Record<string, string>>): Facts {
  return Object.fromEntries(Object.entries(configs).map(([key, value]) => [`config:${key}`, value]));
}

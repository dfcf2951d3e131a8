import { teachingScaleKeys } from '../../../engine/kafka/teaching-scale.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import { brokerStopped } from '../../../engine/kafka/broker/events.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import { processCrashed, powerLost, processPaused, processResumed, processStarted } from '../../../engine/kernel/events.ts';
import type { BrokerRow, ClusterRow, LinkRow, MetadataRow, ProcessState, RegistrationState } from '../rows.ts';
import { endpointOf } from './endpoints.ts';

const processEvents: ReadonlySet<string> = new Set(
  [processCrashed, powerLost, processPaused, processResumed, processStarted, brokerStopped].map((spec) => spec.name),
);
const registrationEvents: ReadonlySet<string> = new Set(['brokerFenced', 'brokerUnfenced', 'brokerRegistered', 'brokerReady']);

/** When the node's process last changed, or its registration if it runs, from the milestones before now. */
function sinceMicros(reader: ClusterReader, node: NodeId): number {
  const { isProcessUp } = reader.cluster.kernel.node(node);
  const { trace, eventCount } = reader.cluster.kernel;
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0; i--) {
    const row = trace.milestones[i]!;
    const isOfProcess = row.node === node && processEvents.has(row.spec.name);
    const isOfRegistration = registrationEvents.has(row.spec.name) && (row.node === node || row.args['broker'] === node);
    if (isOfProcess || (isProcessUp && isOfRegistration)) return row.micros;
  }
  return 0;
}

function processState(reader: ClusterReader, id: NodeId): ProcessState {
  const node = reader.cluster.kernel.node(id);
  const broker = reader.cluster.broker(id);
  if (!node.isProcessUp) return 'down';
  if (node.isPaused) return 'paused';
  switch (broker?.lifecycle.state) {
    case 'STARTING':
    case 'NOT_RUNNING':
      return 'starting';
    case 'RECOVERY':
      return 'recovering';
    case 'PENDING_CONTROLLED_SHUTDOWN':
    case 'SHUTTING_DOWN':
      return 'stopping';
    default:
      return 'running';
  }
}

function registrationState(reader: ClusterReader, id: NodeId): RegistrationState {
  const registration = reader.cluster.activeController.image.broker(id);
  if (registration === undefined) return 'unregistered';
  if (registration.fenced) return 'fenced';
  return registration.inControlledShutdown ? 'controlled-shutdown' : 'active';
}

/** The rows of all brokers. */
export function brokerRows(reader: ClusterReader): readonly BrokerRow[] {
  return reader.cluster.brokerIds.map((id): BrokerRow => {
    const broker = reader.cluster.broker(id);
    const partitions = broker?.replicas.allPartitions ?? [];
    const isUp = reader.isUp(id);
    let unflushedCount = 0;
    for (const { log } of broker?.disk.logs.values() ?? []) unflushedCount += log.logEndOffset - log.flushedOffset;
    return {
      id: String(id),
      broker: id,
      rack: broker?.rack ?? null,
      process: processState(reader, id),
      registration: registrationState(reader, id),
      sinceMicros: sinceMicros(reader, id),
      metadataOffset: (broker?.image.offset ?? -1) + 1,
      leads: isUp ? partitions.filter((p) => p.isLeader).map((p) => p.topicPartition) : [],
      coordinates: [],
      isDiskFailed: broker?.disk.isFailed === true,
      isDiskSlow: (broker?.disk.appendDelayMicros ?? 0) > 0,
      unflushedCount,
    };
  });
}

/** The row of the page as a whole. */
export function clusterRow(reader: ClusterReader): ClusterRow {
  const { cluster } = reader;
  const controller = cluster.activeController;
  const node = cluster.kernel.node(controller.context.self);
  const { totals } = cluster.ledger;
  return {
    id: 'cluster',
    kafkaVersion: '4.3',
    scaledConfigs: teachingScaleKeys(cluster.spec),
    controller: !node.isProcessUp ? 'down' : node.isPaused ? 'paused' : 'active',
    controllerSinceMicros: sinceMicros(reader, controller.context.self),
    metadataEndOffset: controller.log.endOffset,
    sentCount: totals.sent,
    ackedCount: totals.acknowledged,
    lostCount: totals.lost,
    duplicatedCount: totals.duplicated,
    unknownCount: totals.unconfirmed + totals.failedButWritten,
    notWrittenCount: totals.failed - totals.failedButWritten,
    deliveredCount: totals.delivered,
  };
}

const shownMetadataRecords = 8;

/** The end of the controller's log. */
export function metadataRows(reader: ClusterReader): readonly MetadataRow[] {
  const { log, image } = reader.cluster.activeController;
  const rows: MetadataRow[] = [];
  for (let offset = Math.max(0, log.endOffset - shownMetadataRecords); offset < log.endOffset; offset++) {
    const { record } = log.at(offset);
    const data = record.data as Readonly<Record<string, unknown>>;
    const topicName = typeof data['topicId'] === 'string' ? (image.topic(data['topicId'])?.name ?? '') : '';
    const partition = typeof data['partitionId'] === 'number' ? `${topicName}-${String(data['partitionId'])}` : topicName;
    rows.push({ id: String(offset), offset, type: record.type, event: -1, ...describe(record.type, data, partition) });
  }
  return rows;
}

const numbersOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((v): v is number => typeof v === 'number') : [];

function describe(
  type: string,
  data: Readonly<Record<string, unknown>>,
  partition: string,
): Pick<MetadataRow, 'subject' | 'detail' | 'numbers'> {
  const broker = typeof data['brokerId'] === 'number' ? String(data['brokerId']) : '';
  switch (type) {
    case 'PartitionChangeRecord':
      if (data['leader'] === -1) return { subject: partition, detail: 'no-leader', numbers: [] };
      if (typeof data['leader'] === 'number') {
        const isr = numbersOf(data['isr']);
        return { subject: partition, detail: isr.length > 0 ? 'leader-isr' : 'leader', numbers: [data['leader'], ...isr] };
      }
      if (data['isr'] !== undefined) return { subject: partition, detail: 'isr', numbers: numbersOf(data['isr']) };
      return { subject: partition, detail: data['replicas'] === undefined ? 'other' : 'reassigned', numbers: numbersOf(data['replicas']) };
    case 'PartitionRecord':
      return { subject: partition, detail: 'partition', numbers: numbersOf(data['replicas']) };
    case 'TopicRecord':
      return { subject: String(data['name']), detail: 'topic', numbers: [] };
    case 'RemoveTopicRecord':
      return { subject: partition, detail: 'deleted', numbers: [] };
    case 'RegisterBrokerRecord':
      return { subject: broker, detail: 'registered', numbers: [] };
    case 'UnregisterBrokerRecord':
      return { subject: broker, detail: 'unregistered', numbers: [] };
    case 'BrokerRegistrationChangeRecord':
      return { subject: broker, detail: data['fenced'] === 1 ? 'fenced' : data['fenced'] === -1 ? 'unfenced' : 'other', numbers: [] };
    case 'ConfigRecord':
      return { subject: `${String(data['resourceName'])} ${String(data['name'])}`.trim(), detail: 'config', numbers: [] };
    default:
      return { subject: type, detail: 'other', numbers: [] };
  }
}

/** Links that somebody changed. */
export function linkRows(reader: ClusterReader): readonly LinkRow[] {
  const rows: LinkRow[] = [];
  for (const { from, to, condition } of reader.cluster.kernel.network.disturbedLinks()) {
    const ends = { from: endpointOf(reader, from), to: endpointOf(reader, to) };
    rows.push({
      id: `${ends.from}>${ends.to}`,
      ...ends,
      isCut: condition.isCut,
      extraMicros: condition.extraLatencyMicros,
      lossPercent: condition.lossPerThousand / 10,
    });
  }
  return rows;
}

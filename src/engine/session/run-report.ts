/** Writes down everything that is true at the present position, for the command line and for tests that compare a page with it. */
import type {
  ApplicationReport,
  BrokerReport,
  ConsumerReport,
  GroupReport,
  LogReport,
  PartitionReport,
  ProducerReport,
  RecordReport,
  RunReport,
  SendReport,
} from '../../contract/report.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { ClientEntry } from '../kafka/cluster-clients.ts';
import { errorName } from '../kafka/errors.ts';
import { groupsOf } from '../kafka/group-reader.ts';
import type { GroupFacts } from '../kafka/group-reader.ts';
import { applicationFates } from '../kafka/ledger/application-fates.ts';
import type { LedgerEntry } from '../kafka/ledger/ledger-entry.ts';
import type { PartitionLog } from '../kafka/log/partition-log.ts';
import { incrementSequence } from '../kafka/log/record-batch.ts';
import type { RecordBatch } from '../kafka/log/record-batch.ts';
import { batchesBetween } from '../kafka/reader.ts';
import type { PartitionFacts } from '../kafka/reader.ts';
import type { ClusterWorld } from './cluster-world.ts';

/** What the report needs beside the world. */
export interface ReportOptions {
  readonly scenario: Scenario;
  readonly position: RunReport['position'];
  readonly refusedCommands: RunReport['refusedCommands'];
  /** At most so many records of each log: the newest ones. */
  readonly recordsMax: number;
  readonly violatedInvariants: RunReport['violatedInvariants'];
}

/** The digest as people compare it: eight hexadecimal digits. */
export function digestText(digest: number): string {
  return (digest >>> 0).toString(16).padStart(8, '0');
}

/** Everything that is true now. */
export function runReport(world: ClusterWorld, options: ReportOptions): RunReport {
  const { cluster, reader, kernel } = world;
  const controller = cluster.activeController;
  const controllerId = cluster.controllerIds.find((id) => cluster.controller(id) === controller) ?? -1;
  const clients = [...cluster.clients.all()];
  return {
    format: 1,
    title: options.scenario.title,
    seed: options.scenario.seed,
    digest: digestText(kernel.digest),
    position: options.position,
    eventCount: kernel.eventCount,
    refusedCommands: options.refusedCommands,
    controller: { id: controllerId, isRunning: reader.isUp(controllerId), metadataEndOffset: controller.highWatermark },
    brokers: cluster.brokerIds.map((id) => brokerReport(world, id)),
    partitions: reader.partitions().map((facts) => partitionReport(world, facts, options.recordsMax)),
    groups: groupsOf(cluster).map(groupReport),
    producers: clients.filter(({ kind }) => kind === 'producer').map((client) => producerReport(world, client)),
    consumers: clients.filter(({ kind }) => kind === 'consumer').map((client) => consumerReport(world, client)),
    applications: applicationReports(world),
    ledger: { ...cluster.ledger.totals },
    violatedInvariants: options.violatedInvariants,
  };
}

/** The applications of all consumers, in the order in which they came. */
function applicationReports({ cluster }: ClusterWorld): ApplicationReport[] {
  const groupIds = new Map<string, Set<string>>();
  for (const { name } of cluster.clients.all()) {
    const program = cluster.consumer(name)?.program;
    if (program === undefined) continue;
    const { application } = program.options;
    groupIds.set(application, (groupIds.get(application) ?? new Set()).add(program.configs['group.id'] ?? ''));
  }
  const groups = groupsOf(cluster);
  return [...groupIds].map(([application, ids]) => {
    const committed = groups.filter(({ groupId }) => ids.has(groupId)).flatMap((group) => group.committed);
    return applicationFates(cluster.ledger, application, new Map(committed.map(({ partition, offset }) => [partition, offset])));
  });
}

function groupReport({ groupId, state, generationId, protocolName, members, committed }: GroupFacts): GroupReport {
  return {
    group: groupId,
    state,
    generation: generationId,
    protocol: protocolName ?? '',
    members: members.map(({ memberId, clientId, assignment }) => ({ memberId, client: clientId, assignment })),
    committed: committed.map(({ partition, offset }) => ({ topicPartition: partition, offset })),
  };
}

function brokerReport({ cluster, kernel }: ClusterWorld, id: number): BrokerReport {
  const node = kernel.node(id);
  const known = cluster.activeController.image.broker(id);
  const { epoch: brokerEpoch = -1, fenced = true, inControlledShutdown = false } = known ?? {};
  return {
    id,
    process: !node.isProcessUp ? 'down' : node.isPaused ? 'paused' : 'running',
    registration: known === undefined ? null : { brokerEpoch, fenced, inControlledShutdown },
  };
}

function partitionReport(world: ClusterWorld, facts: PartitionFacts, recordsMax: number): PartitionReport {
  const { topic, partition, topicId, registration } = facts;
  const { leader, leaderEpoch, partitionEpoch, replicas, isr, elr, lastKnownElr, addingReplicas, removingReplicas } = registration;
  const lists = { replicas, isr, elr, lastKnownElr, addingReplicas, removingReplicas };
  // Replicas first, in the controller's order; then what else is on disks, such as a log that waits for its deletion.
  const holders = [...replicas, ...world.cluster.brokerIds.filter((id) => !replicas.includes(id))];
  const logs = holders.flatMap((broker): LogReport[] => {
    const log = world.reader.log(broker, facts.name);
    return log === null ? [] : [{ broker, role: world.reader.role(broker, facts), ...logReport(log, recordsMax) }];
  });
  return { topic, partition, topicId, leader, leaderEpoch, partitionEpoch, ...lists, logs };
}

function logReport(log: PartitionLog, recordsMax: number): Omit<LogReport, 'broker' | 'role'> {
  const { logStartOffset, highWatermark, lastStableOffset, logEndOffset } = log;
  const from = Math.max(logStartOffset, logEndOffset - recordsMax);
  const records = batchesBetween(log, from, logEndOffset)
    .flatMap(recordsOf)
    .filter(({ offset }) => offset >= from);
  return {
    logStartOffset,
    highWatermark,
    lastStableOffset,
    logEndOffset,
    leaderEpochs: log.leaderEpochCache.epochEntries().map(({ epoch, startOffset }) => [epoch, startOffset] as const),
    records,
    recordsOmittedCount: from - logStartOffset,
  };
}

function recordsOf(batch: RecordBatch): RecordReport[] {
  return Array.from({ length: batch.count }, (_, index) => {
    const { key, value, headers, ledgerId } = batch.records.at(index);
    const offset = batch.offsetOf(index);
    return {
      offset,
      leaderEpoch: batch.partitionLeaderEpoch,
      timestamp: batch.timestampOf(index),
      key,
      value,
      headers,
      producerId: batch.producerId,
      producerEpoch: batch.producerEpoch,
      sequence: batch.baseSequence < 0 ? batch.baseSequence : incrementSequence(batch.baseSequence, offset - batch.baseOffset),
      isTransactional: batch.isTransactional,
      controlType: batch.controlType,
      ledgerId,
    };
  });
}

function producerReport(world: ClusterWorld, { name, node }: ClientEntry): ProducerReport {
  const { cluster, kernel } = world;
  const clientOf = (id: number): string => cluster.clients.ofNode(id)?.name ?? String(id);
  const sends: SendReport[] = [];
  for (const ledger of cluster.ledger.allPartitions) {
    for (const entry of ledger.entries()) if (entry.producer === node) sends.push(sendReport(entry, ledger.topicPartition, clientOf));
  }
  // In the order of sending, whichever partition.
  return { name, isRunning: kernel.node(node).isProcessUp, sends: sends.sort((a, b) => a.ledgerId - b.ledgerId) };
}

function sendReport(entry: LedgerEntry, topicPartition: string, clientOf: (id: number) => string): SendReport {
  const { firstId, count, key, sentMicros, outcome, outcomeMicros, errorCode, appendOffsets, isLost, extraCopies, deliveries } = entry;
  return {
    ledgerId: firstId,
    count,
    topicPartition,
    key,
    sentMicros,
    outcome,
    outcomeMicros,
    error: errorCode === 0 ? null : errorName(errorCode),
    appendOffsets: [...appendOffsets],
    isLost,
    extraCopies,
    deliveries: deliveries.map(({ consumer, times }) => ({ consumer: clientOf(consumer), times })),
  };
}

function consumerReport({ cluster, kernel }: ClusterWorld, { name, node }: ClientEntry): ConsumerReport {
  const subscriptions = cluster.consumer(name)?.consumer?.subscriptions;
  const positions = subscriptions === undefined ? [] : [...subscriptions.states()];
  return {
    name,
    isRunning: kernel.node(node).isProcessUp,
    positions: positions.map(([topicPartition, { position }]) => ({ topicPartition, offset: position?.offset ?? null })),
  };
}

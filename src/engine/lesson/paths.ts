/**
 * The readable paths of lessons: a stable, read-only contract over engine state and ledger, written down in docs/LESSON-FORMAT.md. A
 * path is a subject, what it is
 * called by, and a field: `part(orders,0).hwOf[2]`, `group(billing).committed[orders-0]`, `truth.lostAcked`.
 */
import type { LessonResult } from '../../contract/lesson.ts';
import { sendReasons } from '../kafka/clients/producer/producer-batch.ts';
import { groupsOf } from '../kafka/group-reader.ts';
import type { GroupFacts } from '../kafka/group-reader.ts';
import type { PartitionLog } from '../kafka/log/partition-log.ts';
import type { ClusterReader, PartitionFacts } from '../kafka/reader.ts';
import { applicationField, ledgerField, meanWaitMillis } from './ledger-paths.ts';
import { logField, lookupField, recordsOf } from './log-paths.ts';

/** A path taken apart. */
export interface LessonPath {
  readonly subject: string;
  readonly args: readonly string[];
  readonly field: string;
  readonly index: string | null;
}

/** What can be read of each subject; `[x]` marks fields that take an index. */
export const readablePaths: Readonly<Record<string, readonly string[]>> = {
  'part(topic,partition)': [
    'leader',
    'leaderEpoch',
    'partitionEpoch',
    'replicas',
    'isr',
    'elr',
    'minIsr',
    'hw',
    'leo',
    'lso',
    'logStart',
    'hwOf[broker]',
    'leoOf[broker]',
    'logStartOf[broker]',
    'segmentsOf[broker]',
    'filesOf[broker]',
    'offsetsOf[broker]',
    'keysOf[broker]',
    'valuesOf[broker]',
    'sizeOf[broker]',
    'batchesOf[broker]',
    'basesOf[broker]',
    'entriesOf[broker]',
    'directoryOf[broker]',
    'offsetOfKey[key]',
    'thinks[broker]',
  ],
  'lookup(topic,partition,offset)': ['segment', 'file', 'entries', 'slot', 'startByte', 'scanned', 'byte', 'batchOffset'],
  'topic(name)': ['partitions', 'counts', 'busy'],
  'key(topic,key)': ['partitions', 'count'],
  'broker(id)': ['alive', 'paused', 'fenced', 'leads', 'hosts', 'requestsWaiting'],
  'group(id)': [
    'state',
    'generation',
    'protocol',
    'members',
    'owned',
    'idle',
    'coordinator',
    'offsetsPartition',
    'committed[partition]',
    'lag[partition]',
    'assignmentOf[client]',
    'skipped',
  ],
  'consumer(name)': ['running', 'delivered', 'partitions', 'step', 'position[partition]'],
  'producer(name)': [
    'waitMillis',
    'running',
    'acked',
    'failed',
    'unconfirmed',
    'producerId',
    'producerEpoch',
    'acks',
    'buffered',
    'inFlight',
    'availableBytes',
    'callerWaits',
    'leftBecause[reason]',
    'config[key]',
  ],
  'app(name)': ['processed', 'again', 'skipped'],
  'truth | truth(topic,partition)': [
    'sent',
    'acked',
    'failed',
    'unconfirmed',
    'lostAcked',
    'lostUnacked',
    'dupAppended',
    'delivered',
    'dupDelivered',
    'failedButWritten',
  ],
  time: ['ms', 'stepMs'],
};

const shape = /^([a-z]+)(?:\(([^()]*)\))?\.([A-Za-z]+)(?:\[([^[\]]*)\])?$/;

/** Takes a path apart; null when it is none. */
export function parsePath(text: string): LessonPath | null {
  const found = shape.exec(text);
  if (found === null) return null;
  const [, subject = '', args, field = '', index = null] = found;
  const known = Object.entries(readablePaths).some(
    ([pattern, fields]) =>
      pattern.split(' | ').some((form) => form.replace(/\(.*$/, '') === subject && arity(form) === (args?.split(',').length ?? 0)) &&
      fields.some((candidate) => candidate.replace(/\[.*$/, '') === field && candidate.includes('[') === (index !== null)),
  );
  return known ? { subject, args: args === undefined ? [] : args.split(',').map((arg) => arg.trim()), field, index } : null;
}

function arity(form: string): number {
  const inside = /\(([^)]*)\)/.exec(form);
  return inside?.[1] === undefined ? 0 : inside[1].split(',').length;
}

/** Times that a path may ask for. */
export interface PathTimes {
  readonly nowMicros: number;
  readonly stepMicros: number;
}

/** Reads a path now; null when there is no such thing. */
export function readPath(reader: ClusterReader, { subject, args, field, index }: LessonPath, times: PathTimes): LessonResult {
  const [first = '', second = '', third = ''] = args;
  switch (subject) {
    case 'part':
      return partitionField(reader, `${first}-${second}`, field, index);
    case 'lookup':
      return lookupIn(reader, `${first}-${second}`, Number(third), field);
    case 'app':
      return applicationField(reader, first, field);
    case 'topic':
      return topicField(reader, first, field);
    case 'key':
      return keyField(reader, first, second, field);
    case 'broker':
      return brokerField(reader, Number(first), field);
    case 'group':
      return groupField(reader, first, field, index);
    case 'consumer':
      return consumerField(reader, first, field, index);
    case 'producer':
      return producerField(reader, first, field, index);
    case 'truth':
      return ledgerField(reader, args.length === 0 ? null : `${first}-${second}`, field);
    case 'time':
      return Math.floor((field === 'ms' ? times.nowMicros : times.nowMicros - times.stepMicros) / 1000);
    default:
      return null;
  }
}

function partitionField(reader: ClusterReader, name: string, field: string, index: string | null): LessonResult {
  const facts = reader.partition(name);
  if (facts === null) return null;
  const { registration } = facts;
  switch (field) {
    case 'leader':
      return registration.leader;
    case 'leaderEpoch':
      return registration.leaderEpoch;
    case 'partitionEpoch':
      return registration.partitionEpoch;
    case 'replicas':
      return registration.replicas;
    case 'isr':
      return registration.isr;
    case 'elr':
      return registration.elr;
    case 'minIsr':
      return reader.effectiveMinIsr(facts);
    case 'thinks':
      return reader.leader(facts)?.remoteReplicas.find((replica) => replica.brokerId === Number(index))?.logEndOffset ?? null;
    case 'offsetOfKey':
      return offsetOfKey(reader, facts, index ?? '');
    default: {
      const log = index === null ? leaderLog(reader, facts) : reader.log(Number(index), name);
      return log === null ? null : logField(log, field);
    }
  }
}

/** The leader's log; while nobody leads, that of the last one who did, whose disk is still there. */
function leaderLog(reader: ClusterReader, facts: PartitionFacts): PartitionLog | null {
  const { leader, replicas } = facts.registration;
  return reader.log(leader >= 0 ? leader : (replicas[0] ?? -1), facts.name);
}

/** Where the leader's log has an offset, as a fetch finds it. */
function lookupIn(reader: ClusterReader, name: string, offset: number, field: string): LessonResult {
  const facts = reader.partition(name);
  const log = facts === null ? null : leaderLog(reader, facts);
  return log === null ? null : lookupField(log, offset, field);
}

function offsetOfKey(reader: ClusterReader, facts: PartitionFacts, key: string): number {
  const log = leaderLog(reader, facts);
  const found = log === null ? [] : recordsOf(log).filter((record) => record.key === key);
  return found.at(-1)?.offset ?? -1;
}

function topicField(reader: ClusterReader, topic: string, field: string): LessonResult {
  const own = reader.partitions().filter((facts) => facts.topic === topic);
  const counts = own.map((facts) => leaderLog(reader, facts)?.logEndOffset ?? 0);
  if (field === 'partitions') return own.length;
  return field === 'counts' ? counts : counts.filter((count) => count > 0).length;
}

/** By the logs of the leaders: where records with a key are. */
function keyField(reader: ClusterReader, topic: string, key: string, field: string): LessonResult {
  const found = reader
    .partitions()
    .filter((facts) => facts.topic === topic)
    .map((facts) => {
      const log = leaderLog(reader, facts);
      return { partition: facts.partition, count: log === null ? 0 : recordsOf(log).filter((record) => record.key === key).length };
    })
    .filter(({ count }) => count > 0);
  return field === 'partitions' ? found.map(({ partition }) => partition) : found.reduce((sum, { count }) => sum + count, 0);
}

function brokerField(reader: ClusterReader, id: number, field: string): LessonResult {
  const broker = reader.cluster.broker(id);
  if (broker === null) return null;
  switch (field) {
    case 'alive':
      return reader.isUp(id);
    case 'paused':
      return reader.cluster.kernel.node(id).isPaused;
    case 'fenced':
      return reader.cluster.activeController.image.broker(id)?.fenced ?? true;
    case 'leads':
      return reader.partitions().filter(({ registration }) => registration.leader === id).length;
    case 'hosts':
      return reader.partitions().filter(({ registration }) => registration.replicas.includes(id)).length;
    default:
      return broker.requests.waitingCount;
  }
}

function groupField(reader: ClusterReader, id: string, field: string, index: string | null): LessonResult {
  const group = groupsOf(reader.cluster).find(({ groupId }) => groupId === id);
  if (group === undefined) return field === 'members' ? 0 : null;
  switch (field) {
    case 'state':
      return group.state;
    case 'generation':
      return group.generationId;
    case 'protocol':
      return group.protocolName;
    case 'members':
      return group.members.length;
    case 'owned':
      return group.members.flatMap(({ assignment }) => assignment);
    case 'idle':
      return group.members.filter(({ assignment }) => assignment.length === 0).length;
    case 'coordinator':
      return group.coordinator;
    case 'offsetsPartition':
      return group.offsetsPartition;
    case 'assignmentOf':
      return group.members.find(({ clientId }) => clientId === index)?.assignment ?? [];
    case 'committed':
      return committedOf(group, index);
    case 'lag':
      return lagOf(reader, group, index ?? '');
    default:
      return skippedBy(reader, group);
  }
}

function committedOf({ committed }: GroupFacts, partition: string | null): number {
  return committed.find((each) => each.partition === partition)?.offset ?? -1;
}

function lagOf(reader: ClusterReader, group: GroupFacts, partition: string): number | null {
  const facts = reader.partition(partition);
  const end = facts === null ? undefined : leaderLog(reader, facts)?.highWatermark;
  return end === undefined ? null : end - Math.max(0, committedOf(group, partition));
}

/** Records below what the group has committed that no consumer's program was ever handed. */
function skippedBy(reader: ClusterReader, { committed }: GroupFacts): number {
  let skipped = 0;
  for (const { partition, offset } of committed) {
    for (const { appendOffsets, count, deliveries, isStranded } of reader.cluster.ledger.partition(partition)?.entries() ?? []) {
      const [first] = appendOffsets;
      if (first !== undefined && !isStranded && deliveries.length === 0) skipped += Math.max(0, Math.min(count, offset - first));
    }
  }
  return skipped;
}

function consumerField({ cluster }: ClusterReader, name: string, field: string, index: string | null): LessonResult {
  const consumer = cluster.consumer(name);
  const entry = cluster.clients.get(name);
  if (consumer === null || entry === null) return field === 'running' ? false : null;
  const states = [...(consumer.consumer?.subscriptions.states() ?? [])];
  switch (field) {
    case 'running':
      return cluster.kernel.node(entry.node).isProcessUp;
    case 'delivered':
      return cluster.ledger.deliveredTo(entry.node);
    case 'partitions':
      return states.map(([partition]) => partition);
    case 'step':
      return consumer.step.kind;
    default:
      return states.find(([partition]) => partition === index)?.[1].position?.offset ?? -1;
  }
}

function producerField({ cluster }: ClusterReader, name: string, field: string, index: string | null): LessonResult {
  const process = cluster.producer(name);
  const entry = cluster.clients.get(name);
  if (process === null || entry === null) return field === 'running' ? false : null;
  const totals = cluster.ledger.producerTotals(entry.node);
  const producer = process.producer;
  switch (field) {
    case 'running':
      return cluster.kernel.node(entry.node).isProcessUp;
    case 'acked':
      return totals.acknowledged;
    case 'failed':
      return totals.failed;
    case 'unconfirmed':
      return totals.unconfirmed;
    case 'producerId':
      return producer?.transactionManager?.producerIdAndEpoch.producerId ?? -1;
    case 'producerEpoch':
      return producer?.transactionManager?.producerIdAndEpoch.epoch ?? -1;
    case 'acks':
      return process.settings.acks;
    case 'waitMillis':
      return meanWaitMillis(cluster.ledger, entry.node);
    case 'buffered':
      return producer?.accumulator.incomplete.count ?? 0;
    case 'inFlight':
      return producer === null
        ? 0
        : [...producer.client.inFlightRequests.byNode.values()].flat().filter(({ api }) => api === 'Produce').length;
    case 'availableBytes':
      return producer?.accumulator.pool.availableMemoryBytes ?? 0;
    case 'callerWaits':
      return (producer?.blocked.length ?? 0) > 0;
    case 'leftBecause':
      return producer?.accumulator.drainedCounts[sendReasons.findIndex((reason) => reason === index)] ?? 0;
    default:
      return process.settings.overrides[index ?? ''] ?? null;
  }
}

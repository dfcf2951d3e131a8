import type { ConsumerProcess } from '../../../engine/kafka/clients/consumer/consumer-process.ts';
import type { ProducerProcess } from '../../../engine/kafka/clients/producer/producer-process.ts';
import { autoCommitFailed, consumerError } from '../../../engine/kafka/clients/consumer/events.ts';
import { sendFailed } from '../../../engine/kafka/clients/producer/events.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import type { BatchRow, ClientProcessState, ConsumerRow, ProducerRow } from '../rows.ts';
import { keyIndexOf, keyLetterOf } from './replicas.ts';

/** Records of a batch that are drawn as cells at most; the count says the rest. */
const shownRecords = 12;

/** What each client's application was told last: an exception with Kafka's own message. */
type Failures = ReadonlyMap<NodeId, Pick<ProducerRow, 'lastError' | 'lastMessage'>>;

const failureEvents: ReadonlySet<object> = new Set([sendFailed, consumerError, autoCommitFailed]);
const noFailure = { lastError: null, lastMessage: '' };

function failuresOf(reader: ClusterReader): Failures {
  const { trace, names, eventCount } = reader.cluster.kernel;
  const failures = new Map<NodeId, Pick<ProducerRow, 'lastError' | 'lastMessage'>>();
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0; i--) {
    const row = trace.milestones[i]!;
    if (!failureEvents.has(row.spec) || failures.has(row.node)) continue;
    failures.set(row.node, { lastError: names.text(row.args['exception']!), lastMessage: names.text(row.args['message']!) });
  }
  return failures;
}

function processOf({ cluster }: ClusterReader, node: NodeId, program: 'running' | 'closing' | 'ended'): ClientProcessState {
  const { isProcessUp, isPaused } = cluster.kernel.node(node);
  if (!isProcessUp) return 'down';
  return isPaused ? 'paused' : program;
}

const pairs = (configs: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(configs).map(([key, value]) => `${key}=${value}`);

function totalsOf(reader: ClusterReader, node: NodeId): { acked: number; failed: number } {
  const totals = reader.cluster.ledger.producerTotals(node);
  return { acked: totals.acknowledged + totals.unconfirmed, failed: totals.failed };
}

/** The rows of all producers and their waiting batches. */
export function producerRows(reader: ClusterReader): { readonly producers: readonly ProducerRow[]; readonly batches: readonly BatchRow[] } {
  const producers: ProducerRow[] = [];
  const batches: BatchRow[] = [];
  const failures = failuresOf(reader);
  const specs = new Map(reader.cluster.spec.producers.map((spec) => [spec.name, spec]));
  for (const { name, kind, node, library, configs } of reader.cluster.clients.all()) {
    const process = kind === 'producer' ? reader.cluster.producer(name) : null;
    if (process === null) continue;
    const own = batchRows(reader, name, process);
    batches.push(...own);
    const { settings } = process;
    const totals = totalsOf(reader, node);
    producers.push({
      id: name,
      acks: settings.acks === -1 ? 'all' : String(settings.acks),
      isIdempotent: settings.isIdempotenceEnabled,
      isRunning: process.producer !== null,
      inFlightCount: inFlightCount(reader, process),
      maxInFlight: settings.maxInFlightRequestsPerConnection,
      bufferedCount:
        own.reduce((sum, batch) => sum + batch.recordCount, 0) + process.callerQueue.reduce((sum, run) => sum + run.remainingCount, 0),
      ackedCount: totals.acked,
      failedCount: totals.failed,
      ...(failures.get(node) ?? noFailure),
      node,
      process: processOf(reader, node, process.producer === null ? 'ended' : process.isClosing ? 'closing' : 'running'),
      recordsPerSecond: process.workload?.settings.recordsPerSecond ?? 0,
      configs: pairs(settings.overrides),
      own: pairs(configs),
      library,
      topic: process.workload?.settings.topic ?? specs.get(name)?.workload?.topic ?? null,
    });
  }
  return { producers, batches };
}

function inFlightCount(reader: ClusterReader, process: ProducerProcess): number {
  const requests = process.producer?.client.inFlightRequests;
  if (requests === undefined) return 0;
  return reader.cluster.brokerIds.reduce((sum, id) => sum + requests.count(id), 0);
}

function batchRows(reader: ClusterReader, producer: string, process: ProducerProcess): readonly BatchRow[] {
  const rows: BatchRow[] = [];
  const { epochMillis } = reader.cluster.kernel;
  for (const topic of process.producer?.accumulator.topics.values() ?? []) {
    for (const queue of topic.queues) {
      queue.batches.forEach((batch, i) => {
        const keys: (string | null)[] = [];
        for (const segment of batch.segments) {
          const { records } = segment;
          for (let r = 0; r < records.count && keys.length < shownRecords; r++) keys.push(records.at(r).key);
        }
        const lingerStartMicros = (batch.createdMillis - epochMillis) * 1000;
        const isOpen = i === queue.batches.length - 1 && !batch.isFull;
        rows.push({
          id: `${producer} ${batch.topicPartition.key} ${String(i)}`,
          producer,
          partition: batch.topicPartition.key,
          keys: keys.map(keyLetterOf),
          keyIndexes: keys.map(keyIndexOf),
          recordCount: batch.recordCount,
          sizeBytes: batch.sizeBytes,
          limitBytes: batch.capacityBytes,
          lingerStartMicros: isOpen ? lingerStartMicros : -1,
          lingerDueMicros: isOpen ? lingerStartMicros + process.settings.lingerMillis * 1000 : -1,
        });
      });
    }
  }
  return rows;
}

/** The rows of all consumers. */
export function consumerRows(reader: ClusterReader): readonly ConsumerRow[] {
  const rows: ConsumerRow[] = [];
  const failures = failuresOf(reader);
  for (const { name, kind, node } of reader.cluster.clients.all()) {
    const process = kind === 'consumer' ? reader.cluster.consumer(name) : null;
    if (process !== null) rows.push(consumerRow(reader, { name, node }, process, failures.get(node) ?? noFailure));
  }
  return rows;
}

function consumerRow(
  reader: ClusterReader,
  { name, node }: { readonly name: string; readonly node: NodeId },
  process: ConsumerProcess,
  failure: Pick<ConsumerRow, 'lastError' | 'lastMessage'>,
): ConsumerRow {
  const partitions: string[] = [];
  const positions: number[] = [];
  const states = [...(process.consumer?.subscriptions.states() ?? [])];
  for (const [partition, state] of states) {
    partitions.push(partition);
    positions.push(state.position?.offset ?? -1);
  }
  const entry = reader.cluster.clients.get(name);
  const { processing, step } = process;
  const done = processing?.processedCount(reader.cluster.kernel.nowMicros) ?? 0;
  const current = processing?.firstRanges(done + 1).at(-1)?.range;
  return {
    id: name,
    group: null,
    generation: -1,
    isRunning: process.consumer !== null,
    partitions,
    positions,
    committed: partitions.map(() => -1),
    doing: processing !== null ? 'processing' : step.kind === 'polling' ? 'polling' : 'idle',
    processingOffset: current?.lastOffset ?? -1,
    readCount: reader.cluster.ledger.deliveredTo(node),
    ...failure,
    node,
    process: processOf(reader, node, step.kind === 'ended' || step.kind === 'closing' ? step.kind : 'running'),
    pausedPartitions: states.filter(([, state]) => state.isPaused).map(([partition]) => partition),
    processingMicros: process.program.processingMicrosPerRecord,
    groupId: process.program.hasGroups ? (process.program.configs['group.id'] ?? null) : null,
    groupProtocol: process.program.configs['group.protocol'] ?? 'classic',
    topics: process.program.subscribe,
    configs: pairs(process.program.configs),
    own: pairs(entry?.configs ?? {}),
    library: entry?.library ?? 'java',
  };
}

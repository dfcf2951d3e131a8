import type { ConsumerProcess } from '../../../engine/kafka/clients/consumer/consumer-process.ts';
import type { ProducerProcess } from '../../../engine/kafka/clients/producer/producer-process.ts';
import { sendFailed } from '../../../engine/kafka/clients/producer/events.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import { errorName } from '../../../engine/kafka/errors.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import type { BatchRow, ConsumerRow, ProducerRow } from '../rows.ts';
import { keyIndexOf, keyLetterOf } from './replicas.ts';

/** Records of a batch that are drawn as cells at most; the count says the rest. */
const shownRecords = 12;

function lastError(reader: ClusterReader, node: NodeId): string | null {
  const { trace, eventCount } = reader.cluster.kernel;
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0; i--) {
    const row = trace.milestones[i]!;
    if (row.spec === sendFailed && row.node === node) return errorName(row.args['error']!);
  }
  return null;
}

function totalsOf(reader: ClusterReader, node: NodeId): { acked: number; failed: number } {
  const totals = reader.cluster.ledger.producerTotals(node);
  return { acked: totals.acknowledged + totals.unconfirmed, failed: totals.failed };
}

/** The rows of all producers and their waiting batches. */
export function producerRows(reader: ClusterReader): { readonly producers: readonly ProducerRow[]; readonly batches: readonly BatchRow[] } {
  const producers: ProducerRow[] = [];
  const batches: BatchRow[] = [];
  for (const { name, kind, node } of reader.cluster.clients.all()) {
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
      lastError: lastError(reader, node),
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
    for (const queue of topic.byPartition.values()) {
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
  for (const { name, kind, node } of reader.cluster.clients.all()) {
    const process = kind === 'consumer' ? reader.cluster.consumer(name) : null;
    if (process !== null) rows.push(consumerRow(reader, name, node, process));
  }
  return rows;
}

function consumerRow(reader: ClusterReader, name: string, node: NodeId, process: ConsumerProcess): ConsumerRow {
  const partitions: string[] = [];
  const positions: number[] = [];
  for (const [partition, state] of process.consumer?.subscriptions.states() ?? []) {
    partitions.push(partition);
    positions.push(state.position?.offset ?? -1);
  }
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
    lastError: step.kind === 'ended' ? step.exception : null,
  };
}

import { sendFailed } from '../../../engine/kafka/clients/producer/events.ts';
import type { ProducerView } from '../../../engine/kafka/clients/producer/producer-inspection.ts';
import type { ProducerProcess } from '../../../engine/kafka/clients/producer/producer-process.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { ProducerFactsRow } from '../rows.ts';

/** What closed a batch, in the order in which it is told. */
const reasons = ['full', 'linger', 'company', 'flush', 'memory', 'close', 'retry'] as const;

/** The row of the shown producer. */
export function factsRow(reader: ClusterReader, name: string, process: ProducerProcess, view: ProducerView | null): ProducerFactsRow {
  const { settings } = process;
  const { kernel } = reader.cluster;
  const counts = reasons.map((reason) => view?.drained.counts[reason] ?? 0);
  return {
    id: name,
    isRunning: view?.isRunning ?? false,
    acks: settings.acks === -1 ? 'all' : String(settings.acks),
    lingerMillis: settings.lingerMillis,
    batchSizeBytes: settings.batchSizeBytes,
    maxInFlight: settings.maxInFlightRequestsPerConnection,
    deliveryTimeoutMillis: settings.deliveryTimeoutMillis,
    maxBlockMillis: settings.maxBlockMillis,
    interceptors: settings.interceptors,
    partitionerClass: settings.partitionerClass ?? '',
    caller: view?.caller.state ?? 'free',
    callerSinceMicros: view === null || view.caller.state === 'free' ? -1 : kernel.nowMicros - view.caller.waitedMillis * 1000,
    queuedCount: view?.caller.queuedCount ?? 0,
    memoryTotalBytes: view?.pool.totalBytes ?? settings.bufferMemoryBytes,
    memoryAvailableBytes: view?.pool.availableBytes ?? settings.bufferMemoryBytes,
    producerId: view?.identity?.producerId ?? -1,
    producerEpoch: view?.identity?.producerEpoch ?? -1,
    idState: view?.identity?.state ?? '',
    reasons,
    reasonCounts: counts,
    batchCount: counts.reduce((sum, count) => sum + count, 0),
    recordCount: view?.drained.recordCount ?? 0,
    ...lastFailure(reader, name),
  };
}

type Failure = Pick<ProducerFactsRow, 'lastException' | 'lastMessage' | 'lastExceptionMicros'>;

/** What the application was told last that went wrong, in Kafka's words. */
function lastFailure(reader: ClusterReader, name: string): Failure {
  const node = reader.cluster.clients.get(name)?.node;
  const { trace, eventCount, names } = reader.cluster.kernel;
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0; i--) {
    const row = trace.milestones[i]!;
    if (row.spec !== sendFailed || row.node !== node) continue;
    const text = (field: string): string => names.text(row.args[field] ?? 0);
    return { lastException: text('exception'), lastMessage: text('message'), lastExceptionMicros: row.micros };
  }
  return { lastException: '', lastMessage: '', lastExceptionMicros: -1 };
}

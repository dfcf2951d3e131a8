import type { AlterPartitionRequest } from '../../../engine/kafka/apis/AlterPartition/messages.ts';
import type { FetchRequest, FetchResponse } from '../../../engine/kafka/apis/Fetch/messages.ts';
import type { ProduceRequest, ProduceResponse } from '../../../engine/kafka/apis/Produce/messages.ts';
import { errorName as nameOfError } from '../../../engine/kafka/errors.ts';
import type { PartitionLog } from '../../../engine/kafka/log/partition-log.ts';
import type { RecordBatch } from '../../../engine/kafka/log/record-batch.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import { messageLost } from '../../../engine/kernel/events.ts';
import type { Envelope } from '../../../engine/kernel/items.ts';
import type { MessageRow, WaitingRow } from '../rows.ts';
import { endpointOf } from './endpoints.ts';
import { keyIndexOf, keyLetterOf } from './replicas.ts';

const shownRecords = 10;

/** What a message says, as far as it is drawn. */
type Contents = Pick<
  MessageRow,
  | 'partition'
  | 'partitionCount'
  | 'offset'
  | 'lastOffset'
  | 'highWatermark'
  | 'keys'
  | 'keyIndexes'
  | 'recordCount'
  | 'acks'
  | 'error'
  | 'isr'
>;

const nothing: Contents = {
  partition: null,
  partitionCount: 0,
  offset: -1,
  lastOffset: -1,
  highWatermark: -1,
  keys: [],
  keyIndexes: [],
  recordCount: 0,
  acks: null,
  error: null,
  isr: [],
};

function recordsOf(batches: readonly RecordBatch[]): Pick<Contents, 'keys' | 'keyIndexes' | 'recordCount'> {
  const keys: (string | null)[] = [];
  let recordCount = 0;
  for (const batch of batches) {
    recordCount += batch.count;
    for (let i = 0; i < batch.records.count && keys.length < shownRecords; i++) keys.push(batch.records.at(i).key);
  }
  return { keys: keys.map(keyLetterOf), keyIndexes: keys.map(keyIndexOf), recordCount };
}

const errorName = (code: number): string | null => (code === 0 ? null : nameOfError(code));

/** The partition that is shown of several: the focused one, or the first. */
function pick<T>(
  items: readonly { readonly name: string; readonly item: T }[],
  focus: string | null,
): { readonly name: string; readonly item: T } | null {
  return items.find(({ name }) => name === focus) ?? items[0] ?? null;
}

function contentsOf(reader: ClusterReader, { message }: Envelope, focus: string | null): Contents {
  const isRequest = message.kind === 'request';
  switch (message.api) {
    case 'Produce':
      return isRequest ? produceRequest(message.body as ProduceRequest, focus) : produceResponse(message.body as ProduceResponse, focus);
    case 'Fetch':
      if ('responses' in message.body) return fetchResponse(message.body as FetchResponse, focus);
      return 'topics' in message.body ? fetchRequest(message.body as FetchRequest, focus) : nothing;
    case 'AlterPartition':
      return isRequest ? alterPartition(reader, message.body as AlterPartitionRequest) : withError(message.body);
    default:
      return isRequest ? nothing : withError(message.body);
  }
}

function withError(body: object): Contents {
  const { errorCode } = body as { readonly errorCode?: number };
  return errorCode === undefined ? nothing : { ...nothing, error: errorName(errorCode) };
}

function produceRequest({ topicData, acks }: ProduceRequest, focus: string | null): Contents {
  const parts = topicData.flatMap(({ name, partitionData }) =>
    partitionData.map((item) => ({ name: `${name}-${String(item.index)}`, item })),
  );
  const chosen = pick(parts, focus);
  if (chosen === null) return nothing;
  const acksText = acks === -1 ? 'all' : String(acks);
  return { ...nothing, partition: chosen.name, partitionCount: parts.length, ...recordsOf([chosen.item.records]), acks: acksText };
}

function produceResponse({ responses }: ProduceResponse, focus: string | null): Contents {
  const parts = responses.flatMap(({ name, partitionResponses }) =>
    partitionResponses.map((item) => ({ name: `${name}-${String(item.index)}`, item })),
  );
  const chosen = pick(parts, focus);
  if (chosen === null) return nothing;
  return {
    ...nothing,
    partition: chosen.name,
    partitionCount: parts.length,
    offset: chosen.item.baseOffset,
    error: errorName(chosen.item.errorCode),
  };
}

function fetchRequest({ topics }: FetchRequest, focus: string | null): Contents {
  const parts = topics.flatMap(({ topic, partitions }) => partitions.map((item) => ({ name: `${topic}-${String(item.partition)}`, item })));
  const chosen = pick(parts, focus);
  if (chosen === null) return nothing;
  return { ...nothing, partition: chosen.name, partitionCount: parts.length, offset: chosen.item.fetchOffset };
}

function fetchResponse({ responses, errorCode }: FetchResponse, focus: string | null): Contents {
  const parts = responses.flatMap(({ topic, partitions }) =>
    partitions.map((item) => ({ name: `${topic}-${String(item.partitionIndex)}`, item })),
  );
  const chosen = pick(parts, focus);
  if (chosen === null) return { ...nothing, error: errorName(errorCode) };
  const { records, highWatermark } = chosen.item;
  return {
    ...nothing,
    partition: chosen.name,
    partitionCount: parts.length,
    highWatermark,
    offset: records[0]?.baseOffset ?? -1,
    lastOffset: records.at(-1)?.lastOffset ?? -1,
    ...recordsOf(records),
    error: errorName(chosen.item.errorCode),
  };
}

function alterPartition(reader: ClusterReader, { topics }: AlterPartitionRequest): Contents {
  const topic = topics[0];
  const partition = topic?.partitions[0];
  if (topic === undefined || partition === undefined) return nothing;
  const name = reader.cluster.activeController.image.topic(topic.topicId)?.name ?? '';
  return {
    ...nothing,
    partition: `${name}-${String(partition.partitionIndex)}`,
    partitionCount: topics.reduce((sum, t) => sum + t.partitions.length, 0),
    isr: partition.newIsrWithEpochs.map((member) => member.brokerId),
  };
}

/** Messages that died lately stay to be seen: simulated time for which they do. */
const deadMicros = 2_000;

/** Messages in flight, held, and those that were lost just now. */
export function messageRows(reader: ClusterReader, focus: string | null): readonly MessageRow[] {
  const { kernel } = reader.cluster;
  const rows: MessageRow[] = [];
  for (const { envelope, dueMicros, held } of kernel.inFlight()) {
    // Both ends have given the connection up: what lies at the cut will reach nobody.
    if (held === 'cut' && envelope.connectionGeneration !== kernel.network.generationOf(envelope.connection)) continue;
    rows.push({
      id: String(envelope.sentEvent),
      message: envelope.sentEvent,
      api: envelope.message.api,
      isResponse: envelope.message.kind === 'response',
      from: endpointOf(reader, envelope.from),
      to: endpointOf(reader, envelope.to),
      sentMicros: envelope.sentMicros,
      dueMicros: held === 'no' ? dueMicros : envelope.dueMicros,
      state: held === 'no' ? 'flying' : held === 'by-hand' ? 'held' : 'stuck',
      stoppedMicros: held === 'no' ? -1 : Math.min(envelope.dueMicros, kernel.nowMicros),
      ...contentsOf(reader, envelope, focus),
      event: envelope.sentEvent,
    });
  }
  rows.push(...deadMessages(reader));
  return rows;
}

function deadMessages(reader: ClusterReader): readonly MessageRow[] {
  const { trace, eventCount, nowMicros, names } = reader.cluster.kernel;
  const rows: MessageRow[] = [];
  for (let id = eventCount - 1; id >= Math.max(0, eventCount - 60); id--) {
    const row = trace.row(id);
    if (row === null || row.micros < nowMicros - deadMicros) break;
    if (row.spec !== messageLost) continue;
    const sent = trace.row(row.trigger);
    rows.push({
      id: `lost ${String(id)}`,
      message: row.trigger,
      api: names.text(row.args['api']!),
      isResponse: row.args['isRequest'] === 0,
      from: endpointOf(reader, row.node),
      to: endpointOf(reader, row.args['to']!),
      sentMicros: sent?.micros ?? row.micros,
      dueMicros: row.micros,
      state: 'dropped',
      stoppedMicros: row.micros,
      ...nothing,
      event: id,
    });
  }
  return rows;
}

/** What a fetch from an offset waits for. */
function lackOf(log: PartitionLog | null, offset: number, isolation: Parameters<PartitionLog['boundOf']>[0]): WaitingRow['lacks'] {
  if (log === null || offset >= log.logEndOffset) return 'end';
  if (isolation !== 'LOG_END' && offset >= log.highWatermark) return 'watermark';
  return isolation === 'TXN_COMMITTED' && offset >= log.lastStableOffset ? 'stable' : 'bytes';
}

/** Requests that wait in the brokers' purgatories. */
export function waitingRows(reader: ClusterReader): readonly WaitingRow[] {
  const rows: WaitingRow[] = [];
  const { cluster } = reader;
  for (const id of cluster.brokerIds) {
    const broker = cluster.broker(id);
    if (broker === null || !reader.isUp(id)) continue;
    for (const operation of broker.replicas.producePurgatory.operations()) {
      const dueMicros = cluster.kernel.scheduler.timeOf(operation.timer);
      for (const status of operation.statuses) {
        if (!status.acksPending || operation.request === null) continue;
        rows.push({
          id: `p${String(operation.id)}@${String(id)} ${status.topicPartition}`,
          broker: id,
          partition: status.topicPartition,
          kind: 'produce',
          from: endpointOf(reader, operation.request.from),
          offset: status.requiredOffset - 1,
          lacks: 'acks',
          startMicros: operation.request.sentMicros,
          dueMicros,
        });
      }
    }
    for (const operation of broker.fetches.requests.purgatory.operations()) {
      if (operation.request === null) continue;
      const dueMicros = cluster.kernel.scheduler.timeOf(operation.timer);
      const { context, params } = operation.parts;
      const cached = context.kind === 'incremental' ? context.session.partitions.values() : context.partitions;
      for (const partition of cached) {
        rows.push({
          id: `f${String(operation.id)}@${String(id)} ${partition.key}`,
          broker: id,
          partition: partition.key,
          kind: 'fetch',
          from: endpointOf(reader, operation.request.from),
          offset: partition.fetchOffset,
          lacks: lackOf(reader.log(id, partition.key), partition.fetchOffset, params.isolation),
          startMicros: operation.request.sentMicros,
          dueMicros,
        });
      }
    }
  }
  return rows;
}

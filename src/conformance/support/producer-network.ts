import type { InitProducerIdRequest } from '../../engine/kafka/apis/InitProducerId/messages.ts';
import type { MetadataResponse } from '../../engine/kafka/apis/Metadata/messages.ts';
import type { PartitionProduceResponse, ProduceRequest, ProduceResponse } from '../../engine/kafka/apis/Produce/messages.ts';
import { ClientEnvironment } from '../../engine/kafka/clients/common/client-environment.ts';
import type { ClientError } from '../../engine/kafka/clients/common/client-error.ts';
import type { InFlightRequest } from '../../engine/kafka/clients/common/in-flight-requests.ts';
import {
  ProducerObserver,
  type AcknowledgedRange,
  type FailedRange,
  type FailureKind,
  type InterceptorCall,
  type RecordRange,
} from '../../engine/kafka/clients/producer/producer-observer.ts';
import { errorByName } from '../../engine/kafka/error-details.ts';
import { errorName, errors } from '../../engine/kafka/errors.ts';
import type { Json } from '../registry.ts';
import { isList, isObject, type JsonObject } from '../rows.ts';
import { field, listField, listOf, objectOf, numberField, textField } from './fields.ts';

/** Chance as a row gives it: the same list for each topic's partitioner. */
export class RecordedEnvironment extends ClientEnvironment {
  readonly usedByTopic = new Map<string, number>();
  private readonly randoms: readonly Json[];
  private correlation = 0;

  constructor(randoms: readonly Json[]) {
    super();
    this.randoms = randoms;
  }

  below(): number {
    return 0;
  }

  nextPositiveInt(topic: string): number {
    const used = this.usedByTopic.get(topic) ?? 0;
    this.usedByTopic.set(topic, used + 1);
    const random = this.randoms[used];
    if (typeof random !== 'number') throw new Error(`no random number ${String(used)} for ${topic}`);
    return random;
  }

  nextCorrelation(): number {
    return this.correlation++;
  }
}

/** Records under the labels that the row gives them; a label's index is the record's ledger id. */
export class RecordLabels {
  private readonly labels: string[] = [];

  idOf(label: string): number {
    return this.labels.push(label) - 1;
  }

  labelOf(id: number): string {
    return this.labels[id] ?? '?';
  }
}

/** Writes down what users of the producer are told, in order. */
export class EventRecorder extends ProducerObserver {
  private readonly labels: RecordLabels;
  private events: JsonObject[] = [];
  /** Failures of aborted batches: the recorder put them behind all else. */
  private aborted: JsonObject[] = [];
  readonly unfinished = new Set<string>();

  constructor(labels: RecordLabels) {
    super();
    this.labels = labels;
  }

  /** The events since the last call; absent when there were none. */
  take(): { readonly events?: Json } {
    const events = this.aborted.length === 0 ? this.events : [...this.events, { aborted: this.aborted }];
    this.events = [];
    this.aborted = [];
    return events.length === 0 ? {} : { events };
  }

  override onAppended({ firstLedgerId }: RecordRange): void {
    this.unfinished.add(this.labels.labelOf(firstLedgerId));
  }

  override onAcknowledged({ firstLedgerId, topicPartition, baseOffset, logAppendTimeMillis }: AcknowledgedRange): void {
    const record = this.labels.labelOf(firstLedgerId);
    this.unfinished.delete(record);
    const timestamp = logAppendTimeMillis === -1 ? {} : { timestamp: logAppendTimeMillis };
    this.events.push({ record, partition: topicPartition.key, offset: baseOffset, ...timestamp });
  }

  override onFailed({ firstLedgerId, topicPartition, error }: FailedRange, how: FailureKind): void {
    const record = this.labels.labelOf(firstLedgerId);
    this.unfinished.delete(record);
    const event = { record, partition: topicPartition.key, error: errorJson(error) };
    if (how === 'aborted') this.aborted.push(event);
    else this.events.push(event);
  }

  override onThrown({ firstLedgerId }: FailedRange): void {
    this.unfinished.delete(this.labels.labelOf(firstLedgerId));
  }

  override onInterceptor(call: InterceptorCall): void {
    const { interceptor } = call;
    if (call.call === 'onSend') this.events.push({ interceptor, call: call.call, record: this.labels.labelOf(call.ledgerId) });
    else {
      const error = call.error === null ? null : call.error.exception;
      this.events.push({ interceptor, call: call.call, partition: call.topicPartition.key, offset: call.offset, error });
    }
  }

  override onFlushed(): void {
    this.events.push({ flush: 'returns' });
  }

  override onSendUnblocked({ firstLedgerId, topicPartition }: RecordRange): void {
    this.events.push({ sendUnblocked: this.labels.labelOf(firstLedgerId), partition: topicPartition.key });
  }
}

/** An exception as rows write it. */
export function errorJson({ exception, errorCode, message }: ClientError): Json {
  return { exception, ...(errorCode === null ? {} : { error: errorName(errorCode) }), message };
}

/** A request as rows write it. */
export function requestJson(request: InFlightRequest, labels: RecordLabels): Json {
  const fields = request.takeBody();
  if (request.api === 'InitProducerId') {
    const { transactionalId, producerId, producerEpoch } = fields as InitProducerIdRequest;
    return { request: request.correlationId, api: 'INIT_PRODUCER_ID', node: request.nodeId, transactionalId, producerId, producerEpoch };
  }
  const { acks, timeoutMs, topicData } = fields as ProduceRequest;
  const batches = topicData.flatMap(({ name, partitionData }) =>
    partitionData.map(({ index, records: batch }) => ({
      partition: `${name}-${String(index)}`,
      sizeInBytes: batch.sizeBytes,
      baseSequence: batch.baseSequence,
      producerId: batch.producerId,
      producerEpoch: batch.producerEpoch,
      isTransactional: batch.isTransactional,
      records: Array.from({ length: batch.count }, (_, i) => labels.labelOf(batch.records.at(i).ledgerId)),
    })),
  );
  return { request: request.correlationId, api: 'PRODUCE', node: request.nodeId, acks, timeoutMs, batches };
}

/** A cluster of a row as a metadata response: `topics` gives [leader, leader epoch] of each partition. */
export function metadataResponseOf(cluster: Json): MetadataResponse {
  const brokers = listField(cluster, 'brokers').map((id) => ({ nodeId: Number(id), rack: null }));
  const topics = Object.entries(objectOf(field(cluster, 'topics'), 'topics')).map(([name, partitions]) => ({
    errorCode: 0,
    name,
    topicId: `id-of-${name}`,
    isInternal: false,
    partitions: listOf(partitions, 'partitions').map((partition, partitionIndex) => {
      const [leaderId, leaderEpoch] = listOf(partition, 'a partition').map(Number);
      return {
        errorCode: leaderId === -1 ? errors.LEADER_NOT_AVAILABLE : errors.NONE,
        partitionIndex,
        leaderId: leaderId ?? -1,
        leaderEpoch: leaderEpoch ?? -1,
        replicaNodes: [],
        isrNodes: [],
        offlineReplicas: [],
      };
    }),
  }));
  return { throttleTimeMs: 0, brokers, clusterId: 'cluster', controllerId: -1, topics };
}

/** A broker's answer of a row as the body of a response. */
export function responseOf(step: Json): object {
  const partitions = field(step, 'partitions');
  if (partitions === undefined) {
    const errorCode = errorCodeOf(textField(step, 'error'));
    return { throttleTimeMs: 0, errorCode, producerId: numberField(step, 'producerId'), producerEpoch: numberField(step, 'producerEpoch') };
  }
  const responses = Object.entries(objectOf(partitions, 'partitions')).map(([key, answer]) => {
    const dash = key.lastIndexOf('-');
    const response = partitionResponseOf(Number(key.slice(dash + 1)), objectOf(answer, 'an answer'));
    return { name: key.slice(0, dash), topicId: `id-of-${key.slice(0, dash)}`, partitionResponses: [response] };
  });
  return { responses, throttleTimeMs: 0 } satisfies ProduceResponse;
}

function partitionResponseOf(index: number, answer: JsonObject): PartitionProduceResponse {
  const [leaderId, leaderEpoch] = isList(answer['currentLeader']) ? answer['currentLeader'].map(Number) : [];
  const recordErrors = isList(answer['recordErrors']) ? answer['recordErrors'] : [];
  const errorMessage = answer['errorMessage'];
  return {
    index,
    errorCode: errorCodeOf(textField(answer, 'error')),
    baseOffset: numberField(answer, 'baseOffset'),
    logAppendTimeMs: numberOr(answer['logAppendTimeMs'], -1),
    logStartOffset: numberOr(answer['logStartOffset'], 0),
    // The recorder named each bad record so.
    recordErrors: recordErrors.map((index) => ({ batchIndex: Number(index), batchIndexErrorMessage: `bad record ${String(index)}` })),
    errorMessage: typeof errorMessage === 'string' ? errorMessage : null,
    currentLeader: { leaderId: leaderId ?? -1, leaderEpoch: leaderEpoch ?? -1 },
  };
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function errorCodeOf(name: string): number {
  const details = errorByName(name);
  if (details === null) throw new Error(`Kafka has no error ${name}`);
  return details.code;
}

/** Settings of a row as text, the way a properties file has them. */
export function settingsOfRow(config: Json): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const [key, value] of Object.entries(objectOf(config, 'config'))) {
    if (isObject(value) || isList(value)) throw new Error(`${key} must be a plain value`);
    settings[key] = String(value);
  }
  return settings;
}

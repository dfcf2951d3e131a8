import type { FetchPartitionResponse, FetchRequest, FetchResponse } from '../../engine/kafka/apis/Fetch/messages.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '../../engine/kafka/apis/ListOffsets/messages.ts';
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../../engine/kafka/apis/OffsetForLeaderEpoch/messages.ts';
import { ClientEnvironment } from '../../engine/kafka/clients/common/client-environment.ts';
import { RecordReader } from '../../engine/kafka/clients/consumer/consumer-listener.ts';
import type { UnreadableRecord } from '../../engine/kafka/clients/consumer/consumer-listener.ts';
import { partitionName, partitionOf, topicOf } from '../../engine/kafka/clients/consumer/topic-partition.ts';
import { RecordBatch, TypedRecords } from '../../engine/kafka/log/record-batch.ts';
import type { ControlType } from '../../engine/kafka/log/record-batch.ts';
import type { Json } from '../registry.ts';
import { codeOf, groupAnswer, groupRequestEvent, numberOr } from './group-messages.ts';
import { isList, isObject } from '../rows.ts';
import type { JsonObject } from '../rows.ts';

const poisonPrefix = 'poison';
/** A timestamp lookup rather than one of the special values: the rows do not say the moment. */
const firstRealTimestamp = 0;

/** Numbers without chance: recorded runs were made without jitter. */
export class ScriptedEnvironment extends ClientEnvironment {
  private correlation = 0;

  below(bound: number): number {
    return bound >> 1;
  }

  nextPositiveInt(): number {
    return 0;
  }

  nextCorrelation(): number {
    return this.correlation++;
  }
}

/** A batch that was damaged on its way. */
class DamagedBatch extends RecordBatch {}

/** Refuses values that begin with "poison", as the recorder's deserializer did. */
export class PoisonReader extends RecordReader {
  /** Kafka also names the stored and the computed checksum, which need the batch's bytes. */
  override corruptionOf(batch: RecordBatch): string | null {
    return batch instanceof DamagedBatch ? 'Record is corrupt' : null;
  }

  override firstUnreadable(batch: RecordBatch, firstIndex: number, count: number): UnreadableRecord | null {
    for (let index = firstIndex; index < firstIndex + count; index++) {
      const value = batch.records.at(index).value ?? '';
      if (value.startsWith(poisonPrefix))
        return { index, origin: 'VALUE', exception: 'SerializationException', message: `cannot read ${value}` };
    }
    return null;
  }
}

/** A request as the rows show it. */
export function requestEvent(label: number, sent: { readonly nodeId: number; readonly api: string }, body: object): Json {
  const { nodeId, api } = sent;
  const head = { request: label, to: String(nodeId) };
  if (api === 'Fetch') return { ...head, api: 'FETCH', ...fetchEvent(body as FetchRequest) };
  if (api === 'ListOffsets') return { ...head, api: 'LIST_OFFSETS', ...listOffsetsEvent(body as ListOffsetsRequest) };
  if (api === 'OffsetForLeaderEpoch')
    return { ...head, api: 'OFFSET_FOR_LEADER_EPOCH', partitions: epochEvent(body as OffsetForLeaderEpochRequest) };
  return { ...head, ...groupRequestEvent(api, body), to: nodeId >= coordinatorIdMin ? 'coordinator' : String(nodeId) };
}

const coordinatorIdMin = 1073741824;

function fetchEvent(body: FetchRequest): JsonObject {
  const { sessionId, sessionEpoch, maxWaitMs, minBytes, maxBytes, isolationLevel } = body;
  const partitions = body.topics.flatMap(({ topic, partitions: ofTopic }) =>
    ofTopic.map(({ partition, fetchOffset, currentLeaderEpoch, lastFetchedEpoch, partitionMaxBytes }) => ({
      partition: partitionName(topic, partition),
      fetchOffset,
      currentLeaderEpoch,
      lastFetchedEpoch,
      partitionMaxBytes,
    })),
  );
  const forgotten = body.forgottenTopicsData.flatMap(({ topic, partitions: ofTopic }) =>
    ofTopic.map((partition) => partitionName(topic, partition)),
  );
  const base = { sessionId, sessionEpoch, maxWaitMs, minBytes, maxBytes, isolationLevel, partitions };
  return forgotten.length > 0 ? { ...base, forgotten } : base;
}

function listOffsetsEvent(body: ListOffsetsRequest): JsonObject {
  const partitions: Record<string, Json> = {};
  for (const { name, partitions: ofTopic } of body.topics) {
    for (const { partitionIndex, timestamp, currentLeaderEpoch } of ofTopic) {
      const shown = timestamp > firstRealTimestamp || timestamp < -5 ? 'now-duration' : timestamp;
      partitions[partitionName(name, partitionIndex)] = { timestamp: shown, currentLeaderEpoch };
    }
  }
  return { isolationLevel: body.isolationLevel, partitions };
}

function epochEvent(body: OffsetForLeaderEpochRequest): JsonObject {
  const partitions: Record<string, Json> = {};
  for (const { topic, partitions: ofTopic } of body.topics) {
    for (const { partition, currentLeaderEpoch, leaderEpoch } of ofTopic)
      partitions[partitionName(topic, partition)] = { currentLeaderEpoch, leaderEpoch };
  }
  return partitions;
}

/** The body that a scripted answer stands for. */
export function answerBody(api: string, answer: Json, request: object): object {
  const fields = isObject(answer) ? answer : {};
  if (api === 'Fetch') return fetchAnswer(fields, request as FetchRequest);
  if (api === 'ListOffsets') return listOffsetsAnswer(fields, request as ListOffsetsRequest);
  if (api === 'OffsetForLeaderEpoch') return epochAnswer(fields, request as OffsetForLeaderEpochRequest);
  return groupAnswer(api, fields, request);
}

function fetchAnswer(answer: JsonObject, request: FetchRequest): FetchResponse {
  const topicIds = new Map(request.topics.map(({ topic, topicId }) => [topic, topicId]));
  const partitions = isList(answer['partitions']) ? answer['partitions'].filter(isObject) : [];
  const responses = partitions.map((partition) => {
    const name = String(partition['partition']);
    return { topic: topicOf(name), topicId: topicIds.get(topicOf(name)) ?? '', partitions: [fetchPartition(name, partition)] };
  });
  return { throttleTimeMs: 0, errorCode: codeOf(answer['error']), sessionId: numberOr(answer['sessionId'], 0), responses };
}

function fetchPartition(name: string, fields: JsonObject): FetchPartitionResponse {
  const aborted = isList(fields['abortedTransactions']) ? fields['abortedTransactions'].filter(isList) : null;
  const leader = isList(fields['currentLeader']) ? fields['currentLeader'] : null;
  return {
    partitionIndex: partitionOf(name),
    errorCode: codeOf(fields['error']),
    highWatermark: numberOr(fields['highWatermark'], -1),
    lastStableOffset: numberOr(fields['lastStableOffset'], -1),
    logStartOffset: numberOr(fields['logStartOffset'], -1),
    abortedTransactions:
      aborted?.map(([producerId, firstOffset]) => ({ producerId: Number(producerId), firstOffset: Number(firstOffset) })) ?? null,
    divergingEpoch: null,
    currentLeader: leader === null ? null : { leaderId: Number(leader[0]), leaderEpoch: Number(leader[1]) },
    preferredReadReplica: numberOr(fields['preferredReadReplica'], -1),
    records: (isList(fields['batches']) ? fields['batches'].filter(isObject) : []).map(batchOf),
  };
}

function batchOf(fields: JsonObject): RecordBatch {
  const baseOffset = numberOr(fields['baseOffset'], 0);
  const offsets = (isList(fields['offsets']) ? fields['offsets'] : []).map(Number);
  const poison = numberOr(fields['poison'], -1);
  const records = offsets.map((offset) => ({
    timestamp: 0,
    key: null,
    value: offset === poison ? `${poisonPrefix}${String(offset)}` : `v${String(offset)}`,
    headers: [],
    ledgerId: 0,
    offsetDelta: offset - baseOffset,
  }));
  const Batch = fields['crc'] === 'wrong' ? DamagedBatch : RecordBatch;
  return new Batch({
    baseOffset,
    lastOffsetDelta: (offsets.at(-1) ?? baseOffset) - baseOffset,
    partitionLeaderEpoch: numberOr(fields['partitionLeaderEpoch'], -1),
    sizeBytes: 100,
    baseTimestamp: 0,
    maxTimestamp: 0,
    isLogAppendTime: false,
    producerId: numberOr(fields['producerId'], -1),
    producerEpoch: 0,
    baseSequence: 0,
    isTransactional: fields['isTransactional'] === true,
    controlType: controlTypeOf(fields['control']),
    coordinatorEpoch: 0,
    records: new TypedRecords(records),
  });
}

function controlTypeOf(value: Json | undefined): ControlType | null {
  return value === 'ABORT' || value === 'COMMIT' ? value : null;
}

function listOffsetsAnswer(answer: JsonObject, request: ListOffsetsRequest): ListOffsetsResponse {
  const offsets = isObject(answer['offsets']) ? answer['offsets'] : {};
  const errorCode = codeOf(answer['error']);
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => ({
      partitionIndex,
      errorCode,
      timestamp: -1,
      offset: numberOr(offsets[partitionName(name, partitionIndex)], -1),
      leaderEpoch: -1,
    })),
  }));
  return { throttleTimeMs: 0, topics };
}

function epochAnswer(answer: JsonObject, request: OffsetForLeaderEpochRequest): OffsetForLeaderEpochResponse {
  const ends = isObject(answer['epochEndOffsets']) ? answer['epochEndOffsets'] : {};
  const errorCode = codeOf(answer['error']);
  const topics = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition }) => {
      const end = ends[partitionName(topic, partition)];
      const fields = isObject(end) ? end : {};
      return { partition, errorCode, leaderEpoch: numberOr(fields['leaderEpoch'], -1), endOffset: numberOr(fields['endOffset'], -1) };
    }),
  }));
  return { throttleTimeMs: 0, topics };
}

import { Process, Timer } from '../../../../kernel/process.ts';
import type { Context, Envelope } from '../../../../kernel/process.ts';
import type { EntityRegistry } from '../../../../kernel/state.ts';
import type { FetchRequest, FetchResponse } from '../../../apis/Fetch/messages.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '../../../apis/ListOffsets/messages.ts';
import type { MetadataResponse } from '../../../apis/Metadata/messages.ts';
import type { OffsetForLeaderEpochResponse } from '../../../apis/OffsetForLeaderEpoch/messages.ts';
import { errors } from '../../../errors.ts';
import { RecordBatch, TypedRecords } from '../../../log/record-batch.ts';

class WaitedLongEnough extends Timer {
  readonly request: Envelope;

  constructor(request: Envelope) {
    super();
    this.request = request;
  }
}

/** A broker that leads `orders-0` while it is the highest-numbered one up, with long polling and a given high watermark. */
export class OneLogBroker extends Process {
  readonly context: Context;
  batches: RecordBatch[] = [];
  highWatermark = 0;
  leaderId = 1;
  leaderEpoch = 0;
  /** Where leader epoch 0 ends in this broker's log. */
  firstEpochEnd = 3;
  waiting: Envelope[] = [];
  fetchCount = 0;

  constructor(registry: EntityRegistry, context: Context) {
    super(registry);
    this.context = context;
  }

  onStart(): void {
    // It serves from the beginning.
  }

  onMessage(envelope: Envelope): void {
    this.touch();
    const { api, body } = envelope.message;
    if (api === 'Metadata') this.context.reply(envelope, this.metadata(), 100);
    else if (api === 'ListOffsets') this.context.reply(envelope, this.offsets(body as ListOffsetsRequest), 50);
    else if (api === 'OffsetForLeaderEpoch') this.context.reply(envelope, this.epochEnd(), 50);
    else if (api === 'Fetch') this.onFetch(envelope);
  }

  onTimer(timer: Timer): void {
    this.touch();
    if (timer instanceof WaitedLongEnough && this.waiting.includes(timer.request)) this.answer(timer.request);
  }

  onDisconnect(): void {
    this.waiting = [];
  }

  onCrash(): void {
    this.waiting = [];
  }

  append(count: number): void {
    this.touch();
    const baseOffset = this.batches.at(-1)?.nextOffset ?? 0;
    this.batches.push(batchOf(baseOffset, count, this.leaderEpoch));
    this.highWatermark = baseOffset + count;
    for (const request of [...this.waiting]) this.answer(request);
  }

  private onFetch(envelope: Envelope): void {
    this.fetchCount++;
    const request = envelope.message.body as FetchRequest;
    const asked = request.topics[0]?.partitions[0];
    if (
      request.sessionEpoch === -1 ||
      this.leaderId !== this.context.self ||
      (asked !== undefined && asked.fetchOffset < this.highWatermark)
    ) {
      this.answer(envelope);
      return;
    }
    this.waiting.push(envelope);
    this.context.startTimer(request.maxWaitMs * 1000, new WaitedLongEnough(envelope));
  }

  private answer(envelope: Envelope): void {
    this.waiting = this.waiting.filter((other) => other !== envelope);
    const request = envelope.message.body as FetchRequest;
    const responses = request.topics.map(({ topic, topicId, partitions }) => ({
      topic,
      topicId,
      partitions: partitions.map(({ partition, fetchOffset }) => this.read(partition, fetchOffset)),
    }));
    const response: FetchResponse = { throttleTimeMs: 0, errorCode: errors.NONE, sessionId: 0, responses };
    this.context.reply(envelope, response, 200);
  }

  private read(partition: number, fetchOffset: number): FetchResponse['responses'][number]['partitions'][number] {
    const isLeader = this.leaderId === this.context.self;
    const isInRange = fetchOffset <= this.highWatermark;
    return {
      partitionIndex: partition,
      errorCode: !isLeader ? errors.NOT_LEADER_OR_FOLLOWER : isInRange ? errors.NONE : errors.OFFSET_OUT_OF_RANGE,
      highWatermark: isLeader ? this.highWatermark : -1,
      lastStableOffset: isLeader ? this.highWatermark : -1,
      logStartOffset: isLeader ? 0 : -1,
      abortedTransactions: null,
      divergingEpoch: null,
      currentLeader: null,
      preferredReadReplica: -1,
      records: isLeader && isInRange ? this.batches.filter((batch) => batch.lastOffset >= fetchOffset) : [],
    };
  }

  private epochEnd(): OffsetForLeaderEpochResponse {
    const partitions = [{ partition: 0, errorCode: errors.NONE, leaderEpoch: 0, endOffset: this.firstEpochEnd }];
    return { throttleTimeMs: 0, topics: [{ topic: 'orders', partitions }] };
  }

  private metadata(): MetadataResponse {
    const { leaderId, leaderEpoch } = this;
    const partition = {
      errorCode: 0,
      partitionIndex: 0,
      leaderId,
      leaderEpoch,
      replicaNodes: [1, 2],
      isrNodes: [1, 2],
      offlineReplicas: [],
    };
    const topic = { errorCode: 0, name: 'orders', topicId: 'T1', isInternal: false, partitions: [partition] };
    const brokers = [1, 2].map((nodeId) => ({ nodeId, rack: null }));
    return { throttleTimeMs: 0, brokers, clusterId: 'c', controllerId: 1, topics: [topic] };
  }

  private offsets(request: ListOffsetsRequest): ListOffsetsResponse {
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, timestamp }) => ({
        partitionIndex,
        errorCode: errors.NONE,
        timestamp: -1,
        offset: timestamp === -2 ? 0 : this.highWatermark,
        leaderEpoch: -1,
      })),
    }));
    return { throttleTimeMs: 0, topics };
  }
}

function batchOf(baseOffset: number, count: number, leaderEpoch: number): RecordBatch {
  const record = { timestamp: 0, key: null, value: 'v', headers: [], ledgerId: 0 };
  return new RecordBatch({
    baseOffset,
    lastOffsetDelta: count - 1,
    partitionLeaderEpoch: leaderEpoch,
    sizeBytes: 100,
    baseTimestamp: 0,
    maxTimestamp: 0,
    isLogAppendTime: false,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    controlType: null,
    coordinatorEpoch: -1,
    records: new TypedRecords(Array.from({ length: count }, () => record)),
  });
}

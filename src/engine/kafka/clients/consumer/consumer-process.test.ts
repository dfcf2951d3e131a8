import { expect, test } from 'vitest';
import { Kernel } from '../../../kernel/kernel.ts';
import { Process, Timer } from '../../../kernel/process.ts';
import type { Context, Envelope } from '../../../kernel/process.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { NodeId } from '../../../kernel/units.ts';
import type { FetchRequest, FetchResponse } from '../../apis/Fetch/messages.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '../../apis/ListOffsets/messages.ts';
import type { MetadataResponse } from '../../apis/Metadata/messages.ts';
import type { OffsetForLeaderEpochResponse } from '../../apis/OffsetForLeaderEpoch/messages.ts';
import { errors } from '../../errors.ts';
import { RecordBatch, TypedRecords } from '../../log/record-batch.ts';
import type { DeliveredRange, DeliveredRecords } from './consumer-listener.ts';
import { ConsumerObserver } from './consumer-observer.ts';
import { ConsumerProcess } from './consumer-process.ts';
import { consumerProgramOf } from './consumer-program.ts';
import type { ConsumerDescription } from './consumer-program.ts';
import type { PartitionName } from './topic-partition.ts';

class WaitedLongEnough extends Timer {
  readonly request: Envelope;

  constructor(request: Envelope) {
    super();
    this.request = request;
  }
}

/** A broker that leads `orders-0` while it is the highest-numbered one up, with long polling and a given high watermark. */
class OneLogBroker extends Process {
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

const consumerNode = 1001;

class Counter extends ConsumerObserver {
  delivered: string[] = [];
  processed = 0;

  override onRecordsDelivered(_consumer: NodeId, { partition, ranges }: DeliveredRecords): void {
    for (const { firstOffset, lastOffset } of ranges) this.delivered.push(`${partition} ${String(firstOffset)}-${String(lastOffset)}`);
  }

  override onRecordsProcessed(_consumer: NodeId, _partition: PartitionName, range: DeliveredRange): void {
    this.processed += range.count;
  }
}

interface World {
  readonly kernel: Kernel;
  readonly brokers: OneLogBroker[];
  readonly counter: Counter;
  readonly consumer: () => ConsumerProcess;
  readonly runFor: (millis: number) => void;
}

function world(description: Partial<ConsumerDescription>): World {
  const kernel = new Kernel({
    seed: 1,
    epochMillis: 1_760_000_000_000,
    network: { latencyMicrosMin: 500, latencyMicrosMax: 1500, bytesPerSecond: 0 },
  });
  const brokers = [1, 2].map((id) => {
    kernel.addNode(id, (context) => new OneLogBroker(kernel, context));
    return kernel.node(id).process as OneLogBroker;
  });
  const counter = new Counter();
  const program = consumerProgramOf({ name: 'reader', ...description }, [1, 2]);
  kernel.addNode(consumerNode, (context) => new ConsumerProcess(kernel, context, { program, observer: counter }));
  for (const id of [1, 2, consumerNode]) kernel.startProcess(id);
  const runFor = (millis: number): void => {
    const until = kernel.nowMicros + millis * 1000;
    while (kernel.nextStepMicros() <= until) kernel.step();
    kernel.idleUntil(until);
  };
  return { kernel, brokers, counter, runFor, consumer: () => kernel.node(consumerNode).process as ConsumerProcess };
}

const lead = (brokers: readonly OneLogBroker[], leaderId: number, leaderEpoch: number): void => {
  for (const broker of brokers) {
    broker.touch();
    broker.leaderId = leaderId;
    broker.leaderEpoch = leaderEpoch;
  }
};

test('a consumer that starts with earliest reads everything up to the high watermark, and then what comes', () => {
  const { brokers, counter, runFor } = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } });
  brokers[0]?.append(5);
  runFor(100);
  expect(counter.delivered).toEqual(['orders-0 0-4']);
  brokers[0]?.append(2);
  runFor(20);
  expect(counter.delivered).toEqual(['orders-0 0-4', 'orders-0 5-6']);
  expect(counter.processed).toBe(7);
});

test('the default is latest: what was there before the first look is never seen', () => {
  const { brokers, counter, runFor } = world({ subscribe: ['orders'] });
  brokers[0]?.append(5);
  runFor(200);
  expect(counter.delivered).toEqual([]);
  brokers[0]?.append(1);
  runFor(20);
  expect(counter.delivered).toEqual(['orders-0 5-5']);
});

test('an idle consumer asks about twice a second: the broker holds its fetches for fetch.max.wait.ms', () => {
  const { brokers, runFor } = world({ assign: ['orders-0'] });
  runFor(10_100);
  expect(brokers[0]?.fetchCount).toBeGreaterThanOrEqual(19);
  expect(brokers[0]?.fetchCount).toBeLessThanOrEqual(22);
});

test('max.poll.records slices a fetch, and work on records delays the next poll', () => {
  const { brokers, counter, runFor } = world({
    assign: ['orders-0'],
    configs: { 'auto.offset.reset': 'earliest', 'max.poll.records': '2' },
    processingMicrosPerRecord: 10_000,
  });
  brokers[0]?.append(6);
  runFor(30);
  expect(counter.delivered).toEqual(['orders-0 0-1', 'orders-0 2-3'].slice(0, counter.delivered.length));
  runFor(200);
  expect(counter.delivered).toEqual(['orders-0 0-1', 'orders-0 2-3', 'orders-0 4-5']);
  expect(counter.processed).toBe(6);
});

test('when the leader moves, the consumer learns it from an error and goes on with the new one', () => {
  const { brokers, counter, runFor } = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } });
  brokers[0]?.append(3);
  brokers[1]?.append(3);
  runFor(100);
  lead(brokers, 2, 1);
  runFor(600);
  brokers[1]?.append(2);
  runFor(600);
  expect(counter.delivered).toEqual(['orders-0 0-2', 'orders-0 3-4']);
});

test('a new leader whose log parted earlier sends the consumer back to that offset: KIP-320', () => {
  const { brokers, counter, runFor } = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } });
  brokers[0]?.append(3);
  brokers[1]?.append(2);
  runFor(100);
  lead(brokers, 2, 1);
  for (const broker of brokers) broker.firstEpochEnd = 2;
  runFor(600);
  brokers[1]?.append(2);
  runFor(600);
  expect(counter.delivered).toEqual(['orders-0 0-2', 'orders-0 2-3']);
});

test('a broker that dies and comes back is found again', () => {
  const { kernel, brokers, counter, runFor } = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } });
  brokers[0]?.append(3);
  runFor(100);
  kernel.crashProcess(1, 'process-crash');
  runFor(3000);
  kernel.startProcess(1);
  runFor(3000);
  brokers[0]?.append(1);
  runFor(1000);
  expect(counter.delivered).toEqual(['orders-0 0-2', 'orders-0 3-3']);
});

test('a silent broker is given up after request.timeout.ms and asked again', () => {
  const { kernel, brokers, counter, runFor } = world({
    assign: ['orders-0'],
    configs: { 'auto.offset.reset': 'earliest', 'request.timeout.ms': '2000' },
  });
  runFor(100);
  kernel.pauseProcess(1);
  runFor(5000);
  kernel.resumeProcess(1);
  brokers[0]?.append(2);
  runFor(4000);
  expect(counter.delivered).toEqual(['orders-0 0-1']);
});

test('auto.offset.reset=none without a position ends a program that does not catch', () => {
  const { consumer, runFor } = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'none' } });
  runFor(500);
  expect(consumer().step).toEqual({ kind: 'ended', exception: 'NoOffsetForPartitionException' });
});

test('seek takes effect in the next poll', () => {
  const { brokers, counter, consumer, runFor } = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } });
  brokers[0]?.append(4);
  runFor(100);
  expect(consumer().seek('orders-0', 2)).toBeNull();
  runFor(1500);
  expect(counter.delivered).toEqual(['orders-0 0-3', 'orders-0 2-3']);
});

test('paused partitions give nothing until they are resumed', () => {
  const { brokers, counter, consumer, runFor } = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } });
  runFor(100);
  consumer().pause(['orders-0']);
  brokers[0]?.append(4);
  runFor(2000);
  expect(counter.delivered).toEqual([]);
  consumer().resumePartitions(['orders-0']);
  runFor(2000);
  expect(counter.delivered).toEqual(['orders-0 0-3']);
});

test('a crash in the middle of the work leaves the rest undone', () => {
  const { kernel, brokers, counter, runFor } = world({
    assign: ['orders-0'],
    configs: { 'auto.offset.reset': 'earliest' },
    processingMicrosPerRecord: 100_000,
  });
  brokers[0]?.append(10);
  runFor(450);
  kernel.crashProcess(consumerNode, 'process-crash');
  expect(counter.delivered).toEqual(['orders-0 0-9']);
  expect(counter.processed).toBe(4);
});

test('time can be turned back in the middle of a poll', () => {
  const straight = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' }, processingMicrosPerRecord: 700 });
  const turned = world({ assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' }, processingMicrosPerRecord: 700 });
  for (const { brokers, runFor } of [straight, turned]) {
    brokers[0]?.append(5);
    runFor(333);
  }
  const checkpoint = turned.kernel.saveCheckpoint();
  turned.runFor(4000);
  turned.kernel.restoreCheckpoint(checkpoint);
  for (const { runFor } of [straight, turned]) runFor(5000);
  expect(turned.kernel.digest).toBe(straight.kernel.digest);
});

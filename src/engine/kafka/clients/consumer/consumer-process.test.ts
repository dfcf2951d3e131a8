import { expect, test } from 'vitest';
import { Kernel } from '../../../kernel/kernel.ts';
import type { NodeId } from '../../../kernel/units.ts';
import type { DeliveredRange, DeliveredRecords } from './consumer-listener.ts';
import { ConsumerObserver } from './consumer-observer.ts';
import { ConsumerProcess } from './consumer-process.ts';
import { consumerProgramOf } from './consumer-program.ts';
import type { ConsumerSpec } from '../../../../contract/scenario.ts';
import { OneLogBroker } from './testing/one-log-broker.ts';
import type { PartitionName } from './topic-partition.ts';

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

function world(description: Partial<ConsumerSpec>): World {
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

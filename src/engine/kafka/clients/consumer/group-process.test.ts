import { expect, test } from 'vitest';
import { Kernel } from '../../../kernel/kernel.ts';
import type { NodeId } from '../../../kernel/units.ts';
import { errors } from '../../errors.ts';
import type { DeliveredRecords } from './consumer-listener.ts';
import { ConsumerObserver } from './consumer-observer.ts';
import { ConsumerProcess } from './consumer-process.ts';
import { consumerProgramOf } from './consumer-program.ts';
import { OneGroupBroker } from './testing/one-group-broker.ts';

const consumerNode = 1001;

class Deliveries extends ConsumerObserver {
  offsets: string[] = [];

  override onRecordsDelivered(_consumer: NodeId, { ranges }: DeliveredRecords): void {
    for (const { firstOffset, lastOffset } of ranges) this.offsets.push(`${String(firstOffset)}-${String(lastOffset)}`);
  }
}

function world(configs: Readonly<Record<string, string>>, processingMicrosPerRecord = 0) {
  const network = { latencyMicrosMin: 500, latencyMicrosMax: 1500, bytesPerSecond: 0 };
  const kernel = new Kernel({ seed: 1, epochMillis: 1_760_000_000_000, network });
  kernel.addNode(1, (context) => new OneGroupBroker(kernel, context));
  const broker = kernel.node(1).process as OneGroupBroker;
  const observer = new Deliveries();
  const all = { 'group.id': 'g', 'auto.offset.reset': 'earliest', ...configs };
  const program = consumerProgramOf({ name: 'reader', subscribe: ['orders'], configs: all, processingMicrosPerRecord }, [1], true);
  kernel.addNode(consumerNode, (context) => new ConsumerProcess(kernel, context, { program, observer }));
  for (const id of [1, consumerNode]) kernel.startProcess(id);
  const runFor = (millis: number): void => {
    const until = kernel.nowMicros + millis * 1000;
    while (kernel.nextStepMicros() <= until) kernel.step();
    kernel.idleUntil(until);
  };
  const consumer = (): ConsumerProcess => kernel.node(consumerNode).process as ConsumerProcess;
  return { kernel, broker, observer, runFor, consumer };
}

test('a member joins, reads what it is assigned, and heartbeats every heartbeat.interval.ms', () => {
  const { broker, observer, runFor, consumer } = world({});
  broker.append(3);
  runFor(2000);
  expect(consumer().consumer?.coordinator.member.state).toBe('STABLE');
  expect(observer.offsets).toEqual(['0-2']);
  runFor(30_000);
  expect(broker.heartbeatCount).toBeGreaterThanOrEqual(9);
  expect(broker.heartbeatCount).toBeLessThanOrEqual(11);
});

test('auto-commit happens in poll after auto.commit.interval.ms, and commits the position', () => {
  const { broker, runFor } = world({});
  broker.append(4);
  runFor(4000);
  expect(broker.committedOffset).toBe(-1);
  runFor(3000);
  expect(broker.committedOffset).toBe(4);
});

test('a successor begins at the committed offset: what was not committed before a crash is read again', () => {
  const { kernel, broker, observer, runFor } = world({});
  broker.append(4);
  runFor(7000);
  broker.append(2);
  runFor(1000);
  kernel.crashProcess(consumerNode, 'process-crash');
  runFor(1000);
  kernel.startProcess(consumerNode);
  runFor(3000);
  expect(observer.offsets).toEqual(['0-3', '4-5', '4-5']);
});

test('close commits the positions and leaves the group', () => {
  const { broker, runFor, consumer } = world({});
  broker.append(4);
  runFor(2000);
  consumer().close();
  runFor(1000);
  expect(broker.committedOffset).toBe(4);
  expect(broker.leaveCount).toBe(1);
  expect(consumer().step).toEqual({ kind: 'ended', exception: null });
});

test('heartbeats go on while the program works, until max.poll.interval.ms is over: then the member leaves', () => {
  const { broker, runFor, consumer } = world({ 'max.poll.interval.ms': '10000', 'enable.auto.commit': 'false' }, 5_000_000);
  broker.append(4);
  runFor(9000);
  expect(consumer().step.kind).toBe('processing');
  expect(broker.heartbeatCount).toBeGreaterThanOrEqual(2);
  expect(broker.leaveCount).toBe(0);
  runFor(3000);
  expect(broker.leaveCount).toBe(1);
  expect(consumer().consumer?.coordinator.member.state).toBe('UNJOINED');
  runFor(20_000);
  expect(broker.generationId).toBe(2);
});

test('a heartbeat answered with REBALANCE_IN_PROGRESS makes the next poll join again', () => {
  const { broker, runFor } = world({});
  runFor(2000);
  expect(broker.generationId).toBe(1);
  broker.heartbeatError = errors.REBALANCE_IN_PROGRESS;
  runFor(4000);
  broker.heartbeatError = errors.NONE;
  runFor(4000);
  expect(broker.generationId).toBeGreaterThanOrEqual(2);
});

test('time can be turned back in the middle of a rebalance', () => {
  const straight = world({}, 900);
  const turned = world({}, 900);
  for (const { broker, runFor } of [straight, turned]) {
    broker.append(5);
    runFor(7);
  }
  const checkpoint = turned.kernel.saveCheckpoint();
  turned.runFor(9000);
  turned.kernel.restoreCheckpoint(checkpoint);
  for (const { runFor } of [straight, turned]) runFor(12_000);
  expect(turned.kernel.digest).toBe(straight.kernel.digest);
});

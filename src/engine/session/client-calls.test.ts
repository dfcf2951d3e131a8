import { expect, test, vi } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { ClientCall, ConsumerSpec } from '../../contract/scenario.ts';
import { groupsOf } from '../kafka/group-reader.ts';
import { ClusterWorld } from './cluster-world.ts';

vi.setConfig({ testTimeout: 60_000 });

const billing = { 'group.id': 'billing', 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' };

function worldOf(spec: Partial<ConsumerSpec> = {}, producerConfigs: Readonly<Record<string, string>> = {}) {
  const consumer: ConsumerSpec = { name: 'reader', subscribe: ['orders'], configs: billing, ...spec };
  const world = new ClusterWorld({
    seed: 5,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      configs: { 'group.initial.rebalance.delay.ms': '0' },
      topics: [{ name: 'orders', partitions: 2, replicationFactor: 3 }],
      producers: [
        { name: 'checkout', configs: producerConfigs, workload: { topic: 'orders', recordsPerSecond: 10, keys: ['a', 'b', 'c', 'd'] } },
      ],
      consumers: [consumer],
    },
  });
  const { kernel, cluster } = world;
  const runFor = (millis: number): void => {
    const until = kernel.nowMicros + millis * 1000;
    while (kernel.nextStepMicros() <= until) kernel.step();
    kernel.idleUntil(until);
  };
  const call = (name: ClientCall, partitions: readonly string[] = []): Command => ({
    kind: 'call-client',
    client: name === 'flush' ? 'checkout' : 'reader',
    call: name,
    partitions,
  });
  const give = (command: Command): void => {
    expect(world.refusal(command)).toBeNull();
    world.apply(command);
  };
  const positions = (): readonly number[] =>
    [...(cluster.consumer('reader')?.consumer?.subscriptions.states() ?? [])].map(([, { position }]) => position?.offset ?? -1);
  const committed = (): readonly number[] => (groupsOf(cluster)[0]?.committed ?? []).map(({ offset }) => offset);
  const eventNames = (): readonly string[] => kernel.trace.milestones.map(({ spec }) => spec.name);
  return { world, runFor, call, give, positions, committed, eventNames, reader: () => cluster.consumer('reader') };
}

test('pause() stops the records of a partition and keeps it; resume() goes on where it was', () => {
  const { runFor, call, give, positions } = worldOf();
  runFor(5000);
  give(call('pause'));
  runFor(2000);
  const before = positions();
  expect(before.every((position) => position > 0)).toBe(true);
  runFor(5000);
  expect(positions()).toEqual(before);
  give(call('resume'));
  runFor(3000);
  expect(positions().every((position, i) => position > (before[i] ?? 0))).toBe(true);
});

test('seekToEnd() skips what was not read, seekToBeginning() reads everything again', () => {
  const { runFor, call, give, world, eventNames } = worldOf();
  const node = world.cluster.clients.get('reader')?.node ?? -1;
  const resets = (): number => eventNames().filter((name) => name === 'offsetReset').length;
  runFor(10_000);
  const before = { resets: resets(), read: world.cluster.ledger.deliveredTo(node) };
  give(call('seek-to-beginning'));
  runFor(3000);
  expect(resets()).toBe(before.resets + 2);
  expect(world.cluster.ledger.deliveredTo(node)).toBeGreaterThan(before.read + 80);
  give(call('pause'));
  runFor(5000);
  give(call('seek-to-end'));
  give(call('resume'));
  const read = world.cluster.ledger.deliveredTo(node);
  runFor(3000);
  // 80 records were sent since the pause; those of the first 50 are skipped.
  expect(world.cluster.ledger.deliveredTo(node) - read).toBeLessThan(50);
});

test('commitSync() asked for commits what the program has reached', () => {
  const { runFor, call, give, committed } = worldOf();
  runFor(5000);
  expect(committed()).toEqual([]);
  give(call('commit-sync'));
  runFor(2000);
  expect(committed().length).toBe(2);
  expect(Math.max(...committed())).toBeGreaterThan(20);
});

test('after unsubscribe() the next poll() throws: the consumer is not subscribed to anything', () => {
  const { runFor, call, give, reader, world, eventNames } = worldOf();
  runFor(5000);
  give(call('unsubscribe'));
  runFor(3000);
  expect(reader()?.step).toEqual({ kind: 'ended', exception: 'IllegalStateException' });
  expect(eventNames()).toContain('consumerError');
  expect(world.refusal(call('pause'))?.code).toBe('client-closed');
});

test('enforceRebalance() begins another generation; the consumer protocol does not know it', () => {
  const { runFor, call, give, world } = worldOf();
  runFor(5000);
  const generation = (): number => groupsOf(world.cluster)[0]?.generationId ?? -1;
  const before = generation();
  give(call('enforce-rebalance'));
  runFor(5000);
  expect(generation()).toBe(before + 1);
  const other = worldOf({ configs: { ...billing, 'group.protocol': 'consumer' } });
  other.runFor(5000);
  expect(other.world.refusal(call('enforce-rebalance'))?.code).toBe('call-not-supported');
});

test('flush() sends open batches at once, whatever linger.ms says', () => {
  const { runFor, call, give, world } = worldOf({}, { 'linger.ms': '60000', 'delivery.timeout.ms': '120000' });
  runFor(5000);
  const acknowledged = (): number => world.cluster.ledger.producerTotals(world.cluster.clients.get('checkout')?.node ?? -1).acknowledged;
  expect(acknowledged()).toBe(0);
  give(call('flush'));
  runFor(1000);
  expect(acknowledged()).toBeGreaterThanOrEqual(40);
});

test('a program becomes slower without a rebalance', () => {
  const { runFor, give, reader, world } = worldOf();
  runFor(5000);
  give({ kind: 'set-processing', client: 'reader', microsPerRecord: 900_000 });
  runFor(5000);
  expect(reader()?.step.kind).toBe('processing');
  expect(groupsOf(world.cluster)[0]?.generationId).toBe(1);
});

test('an application that does not run calls nothing', () => {
  const { world, runFor, call, give } = worldOf();
  runFor(1000);
  const node = world.cluster.clients.get('reader')?.node ?? -1;
  give({ kind: 'fault', fault: 'kill', params: { node } });
  expect(world.refusal(call('pause'))?.code).toBe('client-not-running');
});

test('time can be turned back between a call that was asked for and the poll that makes it', () => {
  const one = worldOf({ processingMicrosPerRecord: 300_000 });
  const other = worldOf({ processingMicrosPerRecord: 300_000 });
  for (const { runFor, give, call } of [one, other]) {
    runFor(6000);
    give(call('pause'));
  }
  const checkpoint = other.world.kernel.saveCheckpoint();
  other.runFor(8000);
  other.world.kernel.restoreCheckpoint(checkpoint);
  for (const { runFor } of [one, other]) runFor(8000);
  expect(other.world.kernel.digest).toBe(one.world.kernel.digest);
});

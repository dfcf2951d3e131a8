import { afterEach, expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { ClusterSpec, ConfigOverrides } from '../../contract/scenario.ts';
import { directoryFileNames } from '../kafka/log/log-files.ts';
import { ClusterWorld } from './cluster-world.ts';
import { InvariantWatch } from './invariant-watch.ts';
import { Session } from './session.ts';

const watches: InvariantWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) expect(watch.violations()).toEqual([]);
});

/** Three brokers whose clock-driven tasks run often, one topic, one producer. */
class Play {
  readonly world: ClusterWorld;
  readonly session: Session;
  private sent = 0;

  constructor(configs: ConfigOverrides, brokerConfigs: ConfigOverrides = {}) {
    const often = { 'log.retention.check.interval.ms': '1000', 'log.cleaner.backoff.ms': '1000', 'log.initial.task.delay.ms': '1000' };
    const cluster: ClusterSpec = {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]], configs }],
      consumers: [],
      producers: [{ name: 'checkout', configs: { acks: 'all', 'linger.ms': '0' } }],
      configs: { ...often, ...brokerConfigs },
    };
    this.world = new ClusterWorld({ seed: 7, epochMillis: 1_760_000_000_000, cluster });
    watches.push(new InvariantWatch(this.world));
    this.session = new Session(this.world, []);
    this.waits(3000);
  }

  does(command: Command): this {
    const result = this.session.submit(command);
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    return this;
  }

  sends(key: string, value: string | null = String(this.sent++)): this {
    return this.does({ kind: 'send', producer: 'checkout', topic: 'orders', partition: 0, key, value });
  }

  waits(millis: number): this {
    this.session.seekMicros(this.session.position.micros + millis * 1000);
    return this;
  }

  log(broker: number) {
    const log = this.world.reader.log(broker, 'orders-0');
    if (log === null) throw new Error(`broker ${String(broker)} has a log`);
    return log;
  }

  /** [offset, key, value] of every record of a broker's log. */
  records(broker: number): readonly (readonly [number, string | null, string | null])[] {
    const found: (readonly [number, string | null, string | null])[] = [];
    for (const batch of this.log(broker).allBatches()) {
      for (let i = 0; i < batch.count; i++) found.push([batch.offsetOf(i), batch.records.at(i).key, batch.records.at(i).value]);
    }
    return found;
  }
}

test('a compacted topic keeps the last value of each key at its offset, on every replica, and its active segment as it is', () => {
  const play = new Play({ 'cleanup.policy': 'compact', 'segment.ms': '2000', 'min.cleanable.dirty.ratio': '0.01' });
  for (let round = 0; round < 3; round++) play.sends('a').sends('b').waits(2500);
  play.sends('c').waits(8000);
  for (const broker of [1, 2, 3]) {
    const keys = play.records(broker).map(([offset, key]) => `${String(offset)}${String(key)}`);
    expect(keys).toEqual(['4a', '5b', '6c']);
    expect(play.log(broker).logEndOffset).toBe(7);
    expect(play.world.reader.storage(broker, 'orders-0')?.cleanerCheckpoint).toBe(6);
  }
  expect(play.world.cluster.ledger.totals.lost).toBe(0);
});

test('a tombstone outlives the first cleaning and goes with one after delete.retention.ms; the key stays gone', () => {
  const configs = {
    'cleanup.policy': 'compact',
    'segment.ms': '2000',
    'min.cleanable.dirty.ratio': '0.01',
    'delete.retention.ms': '10000',
  };
  const play = new Play(configs).sends('a').sends('a', null).waits(2500).sends('x').waits(5000);
  expect(play.records(1).slice(0, 1)).toEqual([[1, 'a', null]]);
  play.waits(10_000).sends('y').waits(2500).sends('z').waits(4000);
  for (const broker of [1, 2, 3]) expect(play.records(broker).map(([, key]) => key)).toEqual(['x', 'y', 'z']);
});

test('a new leader of a compacted topic lacks only what was replaced, and nothing counts as lost', () => {
  const play = new Play({ 'cleanup.policy': 'compact', 'segment.ms': '2000', 'min.cleanable.dirty.ratio': '0.01' });
  for (let round = 0; round < 4; round++) play.sends('a').sends('b').waits(2500);
  play
    .waits(4000)
    .does({ kind: 'fault', fault: 'kill', params: { node: 1 } })
    .waits(20_000);
  expect(play.world.reader.partition('orders-0')?.registration.leader).not.toBe(1);
  expect(play.world.cluster.ledger.totals).toMatchObject({ acknowledged: 8, lost: 0 });
});

test('retention.ms takes whole segments, the active one too, and files stay as .deleted for a while', () => {
  const play = new Play({ 'retention.ms': '5000', 'segment.ms': '2000', 'file.delete.delay.ms': '3000' });
  play.sends('a').waits(2500).sends('b').waits(2000);
  expect(play.log(1).segments.map((segment) => segment.baseOffset)).toEqual([0, 1]);
  play.waits(1500);
  expect(play.log(1).logStartOffset).toBe(1);
  expect(directoryFileNames(play.log(1))).toContain('00000000000000000000.log.deleted');
  play.waits(4000);
  expect(directoryFileNames(play.log(1)).filter((name) => name.startsWith('00000000000000000000'))).toEqual([]);
  expect(play.log(1).logStartOffset).toBe(2);
  expect(play.log(1).segments).toHaveLength(1);
  expect(play.world.cluster.ledger.totals.lost).toBe(0);
});

test('flush.ms does nothing by itself: the scheduler has to look', () => {
  const idle = new Play({ 'flush.ms': '1000' }).sends('a').waits(5000);
  expect(idle.world.reader.storage(1, 'orders-0')?.recoveryPoint).toBe(0);
  const busy = new Play({ 'flush.ms': '1000' }, { 'log.flush.scheduler.interval.ms': '500' }).sends('a').waits(5000);
  expect(busy.world.reader.storage(1, 'orders-0')).toMatchObject({ recoveryPoint: 1, flushedOffset: 1 });
});

test('a roll flushes what lies before it in the background', () => {
  const play = new Play({ 'segment.ms': '2000' }).sends('a').waits(2500).sends('b').waits(100);
  expect(play.world.reader.storage(1, 'orders-0')).toMatchObject({ recoveryPoint: 1, flushedOffset: 1 });
});

test('what retention and the cleaner would do next can be asked without changing anything', () => {
  const play = new Play({ 'retention.ms': '60000', 'segment.ms': '2000' }).sends('a').waits(2500).sends('b').waits(100);
  const before = directoryFileNames(play.log(2));
  expect(play.world.reader.storage(2, 'orders-0')).toMatchObject({ nextDeletion: null, dirtiness: null, cleanerCheckpoint: null });
  expect(directoryFileNames(play.log(2))).toEqual(before);
});

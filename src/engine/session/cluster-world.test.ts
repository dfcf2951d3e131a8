import { afterEach, expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { ClusterSpec } from '../../contract/scenario.ts';
import { ClusterWorld } from './cluster-world.ts';
import { InvariantWatch } from './invariant-watch.ts';
import { Session } from './session.ts';
import { previousStop, stepForward } from './steps.ts';

const orders = { name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] };

/** Every story that only goes forward in time is watched by all invariants. */
const watches: InvariantWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) expect(watch.violations()).toEqual([]);
});

/** A running cluster of three brokers with a producer and a consumer, and the words to play with it. */
class Play {
  readonly world: ClusterWorld;
  readonly session: Session;
  private sent = 0;

  constructor(spec: Partial<ClusterSpec> & { readonly acks?: string; readonly goesBack?: boolean } = {}) {
    const { acks = 'all', goesBack = false, ...rest } = spec;
    this.world = new ClusterWorld({
      seed: 5,
      epochMillis: 1_760_000_000_000,
      cluster: {
        brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
        topics: [orders],
        producers: [{ name: 'checkout', configs: { acks } }],
        consumers: [{ name: 'billing', subscribe: ['orders'], configs: { 'auto.offset.reset': 'earliest' } }],
        ...rest,
      },
    });
    if (!goesBack) watches.push(new InvariantWatch(this.world));
    this.session = new Session(this.world, []);
  }

  does(command: Command): this {
    const result = this.session.submit(command);
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    return this;
  }

  fault(fault: string, params: Readonly<Record<string, string | number>>): this {
    return this.does({ kind: 'fault', fault, params });
  }

  sends(count: number): this {
    for (let i = 0; i < count; i++)
      this.does({ kind: 'send', producer: 'checkout', topic: 'orders', partition: 0, key: `k${String(i)}`, value: String(this.sent++) });
    return this;
  }

  waits(millis: number): this {
    this.session.seekMicros(this.session.position.micros + millis * 1000);
    return this;
  }

  get partition() {
    const facts = this.world.reader.partition('orders-0');
    if (facts === null) throw new Error('orders-0 exists');
    return facts.registration;
  }

  end(broker: number): number {
    return this.world.reader.log(broker, 'orders-0')?.logEndOffset ?? -1;
  }

  get totals() {
    return this.world.cluster.ledger.totals;
  }

  happened(name: string): number {
    return this.world.kernel.trace.milestones.filter((row) => row.spec.name === name && row.micros >= 0).length;
  }
}

test('a record with acks=all is acknowledged when every in-sync replica has it, and read only then', () => {
  const play = new Play().waits(1000).sends(1).waits(500);
  expect(play.totals).toMatchObject({ sent: 1, acknowledged: 1, delivered: 1, lost: 0 });
  expect([1, 2, 3].map((broker) => play.end(broker))).toEqual([1, 1, 1]);
});

test('acks=1 loses what the leader acknowledged alone before it died; acks=all does not', () => {
  const story = (acks: string): Play =>
    new Play({ acks })
      .waits(1000)
      .sends(1)
      .waits(500)
      .fault('cut', { from: 1, to: 2 })
      .fault('cut', { from: 1, to: 3 })
      .sends(3)
      .waits(50)
      .fault('kill', { node: 1 })
      .fault('heal-all', {})
      .waits(20_000)
      .fault('restart', { node: 1 })
      .waits(40_000);
  const alone = story('1');
  expect(alone.totals).toMatchObject({ acknowledged: 4, lost: 3 });
  expect(alone.happened('recordsLost')).toBe(1);
  const together = story('all');
  expect(together.totals).toMatchObject({ acknowledged: 4, lost: 0 });
  expect(together.partition.isr).toHaveLength(3);
});

test('a broker that returns cuts what its successor does not have, and follows', () => {
  const play = new Play({ acks: '1' })
    .waits(1000)
    .fault('cut', { from: 1, to: 2 })
    .fault('cut', { from: 1, to: 3 })
    .sends(2)
    .waits(50)
    .fault('kill', { node: 1 })
    .fault('heal-all', {})
    .waits(20_000);
  expect(play.partition.leader).toBe(2);
  play.sends(1).waits(1000).fault('restart', { node: 1 }).waits(30_000);
  expect(play.happened('logTruncated')).toBe(1);
  expect([1, 2, 3].map((broker) => play.end(broker))).toEqual([1, 1, 1]);
});

test('a broker that starts again answers nobody before the controller has unfenced it: its ports are closed (BrokerServer.startup)', () => {
  const play = new Play({ goesBack: true }).sends(3).waits(2000).fault('kill', { node: 1 }).waits(1000);
  const { kernel, cluster } = play.world;
  const answered: boolean[] = [];
  let refusedCount = 0;
  kernel.onSend = (envelope) => {
    if (envelope.from !== 1 || envelope.message.kind !== 'response') return;
    answered.push(cluster.activeController.image.broker(1)?.fenced === false);
  };
  kernel.onEvent = (_id, node, spec, args) => {
    if (spec.name === 'messageLost' && args['to'] === 1 && kernel.node(1).isProcessUp && node !== 1) refusedCount++;
  };
  play.fault('restart', { node: 1 }).sends(1).waits(30_000).fault('kill', { node: 2 }).waits(15_000).sends(1).waits(1000);
  expect(play.partition.leader).toBe(1);
  expect(refusedCount).toBeGreaterThan(0);
  expect(answered.length).toBeGreaterThan(0);
  expect(answered).not.toContain(false);
});

test('without the controller nothing is decided, but the leader goes on serving', () => {
  const play = new Play().waits(1000).fault('kill', { node: 101 }).sends(2).waits(1000);
  expect(play.totals).toMatchObject({ acknowledged: 2, delivered: 2 });
  play.fault('kill', { node: 1 }).waits(30_000);
  expect(play.partition.leader).toBe(1);
  play.fault('restart', { node: 101 }).waits(30_000);
  expect(play.partition.leader).not.toBe(1);
});

test('a follower with a slow disk falls behind, leaves the ISR, and comes back when the disk is mended', () => {
  const configs = { 'replica.lag.time.max.ms': '3000', 'min.insync.replicas': '1' };
  const play = new Play({ configs, acks: '1', features: { 'eligible.leader.replicas.version': 0 } })
    .waits(1000)
    .fault('slow-disk', { node: 3, delayMillis: 4000 });
  play.does({ kind: 'workload', producer: 'checkout', recordsPerSecond: 50, recordCount: 1000 }).waits(15_000);
  expect(play.partition.isr).not.toContain(3);
  play.fault('mend-disk', { node: 3 }).waits(30_000);
  expect([...play.partition.isr].sort()).toEqual([1, 2, 3]);
  expect(play.totals).toMatchObject({ acknowledged: 1000, lost: 0 });
});

test('min.insync.replicas refuses acks=all while too few replicas are in sync', () => {
  const play = new Play({ configs: { 'min.insync.replicas': '2', 'replica.lag.time.max.ms': '3000' } })
    .waits(1000)
    .fault('kill', { node: 2 })
    .fault('kill', { node: 3 })
    .waits(20_000)
    .sends(1)
    .waits(5000);
  expect(play.partition.isr).toEqual([1]);
  expect(play.end(1)).toBe(0);
  play.fault('restart', { node: 2 }).waits(30_000);
  expect(play.totals).toMatchObject({ acknowledged: 1 });
});

test('a power cut takes what was not on disk; a crash of the process takes nothing', () => {
  const single = {
    brokers: [{ id: 1 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 1, assignment: [[1]] }],
    configs: { 'offsets.topic.replication.factor': '1' },
  };
  const crashed = new Play(single)
    .waits(1000)
    .sends(3)
    .waits(500)
    .fault('kill', { node: 1 })
    .waits(1000)
    .fault('restart', { node: 1 })
    .waits(30_000);
  expect(crashed.end(1)).toBe(3);
  const dark = new Play(single)
    .waits(1000)
    .sends(3)
    .waits(500)
    .fault('power-loss', { node: 1 })
    .waits(1000)
    .fault('restart', { node: 1 })
    .waits(30_000);
  expect(dark.end(1)).toBe(0);
  expect(dark.totals.lost).toBe(3);
});

test('going back and forth in time gives the same bytes as never having stopped', () => {
  const story = (): Play =>
    new Play({ acks: '1', goesBack: true })
      .waits(1000)
      .sends(5)
      .waits(2000)
      .fault('kill', { node: 1 })
      .waits(20_000)
      .fault('restart', { node: 1 })
      .waits(20_000);
  const straight = story();
  const restless = story();
  for (const micros of [3_000_000, 41_000_000, 500_000, 22_000_000]) restless.session.seekMicros(micros);
  restless.session.seekMicros(straight.session.position.micros);
  expect(restless.world.kernel.digest).toBe(straight.world.kernel.digest);
  expect(restless.totals).toEqual(straight.totals);
});

test('a way that was gone before is not gone again, forward as little as back', () => {
  const play = new Play({ acks: 'all', goesBack: true }).waits(1000).sends(5).waits(60_000);
  const { session, world } = play;
  const end = session.position;
  const { digest } = world.kernel;
  session.seekMicros(1_000_000);
  let stepCount = 0;
  const step = world.kernel.step.bind(world.kernel);
  world.kernel.step = () => {
    stepCount++;
    return step();
  };
  session.seekMicros(end.micros);
  expect(world.kernel.digest).toBe(digest);
  expect(stepCount).toBeLessThanOrEqual(1000);
  expect(end.steps).toBeGreaterThan(2000);
});

test('other settings in the past keep the story: the same kill, another outcome', () => {
  const play = new Play({ acks: '1', goesBack: true }).waits(1000);
  play
    .waits(1000)
    .fault('cut', { from: 1, to: 2 })
    .fault('cut', { from: 1, to: 3 })
    .sends(3)
    .waits(50)
    .fault('kill', { node: 1 })
    .fault('heal-all', {})
    .waits(30_000);
  expect(play.totals.lost).toBe(3);
  play.session.seekMicros(1_500_000);
  play.does({ kind: 'configure-client', client: 'checkout', configs: { acks: 'all' } });
  play.session.seekMicros(60_000_000);
  expect(play.totals).toMatchObject({ sent: 3, acknowledged: 3, lost: 0 });
  expect(play.session.branchInfos()).toHaveLength(2);
  play.session.switchBranch(0);
  expect(play.totals.lost).toBe(3);
});

test('a retry that the next leader writes where the lost leader had it is no duplicate: the partition’s log holds it once', () => {
  const play = new Play().waits(1000);
  play.fault('cut', { from: 1, to: 2 }).fault('cut', { from: 1, to: 3 }).sends(1).waits(200);
  expect(play.end(1)).toBe(1);
  play.fault('kill', { node: 1 }).waits(30_000);
  expect(play.totals).toMatchObject({ sent: 1, acknowledged: 1, lost: 0, duplicated: 0 });
  expect(play.end(2)).toBe(1);
  expect(play.happened('recordsDuplicated')).toBe(0);
});

test('what a cut-off leader acknowledges once its successor leads is lost at once, and no more lost when the two meet again', () => {
  const play = new Play({ acks: '1' }).waits(1000).sends(1).waits(500);
  play.fault('cut', { from: 1, to: 2 }).fault('cut', { from: 1, to: 3 }).fault('cut', { from: 1, to: 101 }).waits(20_000);
  expect(play.partition.leader).toBe(2);
  expect(play.totals.lost).toBe(0);
  play.sends(3);
  play.session.seekMicros(play.session.position.micros + 100_000);
  const { acknowledged, lost } = play.totals;
  expect(acknowledged).toBeGreaterThan(1);
  expect(lost).toBe(acknowledged - 1);
  // One for each batch that is acknowledged.
  expect(play.happened('recordsLost')).toBe(3);
  play.fault('heal-all', {}).waits(20_000);
  expect([1, 2, 3].map((broker) => play.end(broker))).toEqual([1, 1, 1]);
  expect(play.totals.lost).toBe(lost);
});

test('a step back over milestones and the same steps forward lead through the same places', () => {
  const play = new Play({ goesBack: true }).waits(1000).sends(1).fault('kill', { node: 1 }).waits(20_000);
  const { session } = play;
  const back: number[] = [];
  for (let i = 0; i < 6; i++) {
    previousStop(session, 'milestone');
    back.push(session.position.steps);
  }
  const forth: number[] = [];
  for (let i = 0; i < 5; i++) {
    forth.push(session.position.steps);
    stepForward(session, 'milestone');
  }
  forth.push(session.position.steps);
  expect(new Set(back).size).toBe(6);
  expect(forth).toEqual([...back].reverse());
});

import { describe, expect, test } from 'vitest';
import type { Acts } from '../../app/acts.ts';
import type { EngineClient } from '../../app/engine-client.ts';
import { createFrameStore } from '../../app/frame-store.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { wordsOf } from '../../app/words.ts';
import type { Command } from '../../contract/command.ts';
import { ClusterReader } from '../../engine/kafka/reader.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { catalogue } from '../../texts/en/catalogue.ts';
import { clusterProjection } from './projection.ts';
import type { Verb } from './verb.ts';
import { verbsOf } from './verbs.ts';

const configs = { 'group.id': 'billing', 'auto.offset.reset': 'earliest' };

function played(consumerConfigs: Readonly<Record<string, string>> = configs) {
  const world = new ClusterWorld({
    seed: 4,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      configs: { 'group.initial.rebalance.delay.ms': '0' },
      topics: [{ name: 'orders', partitions: 2, replicationFactor: 3 }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 4, keys: ['a', 'b'] } }],
      consumers: [{ name: 'reader', subscribe: ['orders'], configs: consumerConfigs }],
    },
  });
  const runFor = (millis: number): void => {
    const until = world.kernel.nowMicros + millis * 1000;
    while (world.kernel.nextStepMicros() <= until) world.kernel.step();
    world.kernel.idleUntil(until);
  };
  runFor(5000);
  const given: Command[] = [];
  const verbs = (name: 'reader' | 'checkout'): readonly Verb[] => {
    const tables = clusterProjection.project(new ClusterReader(world.cluster), {});
    const frame: FrameState = {
      ...createFrameStore().getState(),
      tables: new Map(Object.entries(tables).map(([table, rows]) => [table, { rows, byId: new Map(rows.map((row) => [row.id, row])) }])),
    };
    return verbsOf({
      ref: { kind: name === 'reader' ? 'consumer' : 'producer', id: name },
      frame,
      catalogue: null,
      words: wordsOf(catalogue),
      submit: (command) => given.push(command),
      acts: {} as Acts,
      client: {} as EngineClient,
    });
  };
  const choose = (name: 'reader' | 'checkout', id: string): void => {
    const verb = verbs(name).find((each) => each.id === id);
    expect(verb, id).toBeDefined();
    expect(verb?.locked, id).toBeUndefined();
    verb?.choose();
    const command = given.at(-1);
    if (command === undefined) throw new Error(`${id} gives a command`);
    expect(world.refusal(command), id).toBeNull();
    world.apply(command);
    runFor(2000);
  };
  const locked = (name: 'reader' | 'checkout'): readonly string[] =>
    verbs(name)
      .filter((verb) => verb.locked !== undefined)
      .map(({ id }) => id);
  return { world, runFor, verbs, choose, locked };
}

describe.each(['reader', 'checkout'] as const)('what can be done to %s', (name) => {
  test.each([
    ['runs', []],
    ['has crashed', ['kill']],
    ['hangs', ['pause']],
    ['goes on after it hung', ['pause', 'resume']],
    ['has closed', ['close']],
    ['was started again after it closed', ['close', 'restart']],
    ['was started again after a crash', ['kill', 'restart']],
  ] as const)('is never refused while it %s, unless its menu says why not', (_state, before) => {
    const { world, verbs, choose } = played();
    for (const id of before) choose(name, id);
    const open = verbs(name).filter(({ locked, command }) => locked === undefined && command !== undefined);
    expect(open.length).toBeGreaterThan(1);
    for (const { id, command } of open) if (command !== undefined) expect(world.refusal(command), id).toBeNull();
  });

  test('every verb that a person could type shows the line', () => {
    const { verbs } = played();
    const without = verbs(name).filter(({ code, id }) => code === undefined && !id.startsWith('try-'));
    expect(without.map(({ id }) => id)).toEqual(name === 'reader' ? ['configure', 'remove'] : ['rate-0', 'configure', 'remove']);
  });

  test('another one like it gets a name of its own', () => {
    const { world, choose } = played();
    choose(name, 'twin');
    choose(name, 'twin');
    expect([...world.cluster.clients.all()].map((entry) => entry.name)).toEqual(
      expect.arrayContaining([name, `${name}-2`, `${name}-3`]) as string[],
    );
  });
});

test('a menu says why something cannot be done', () => {
  const { verbs, choose, locked } = played();
  expect(locked('reader')).toEqual(['call-resume', 'resume', 'restart']);
  choose('reader', 'call-pause');
  expect(locked('reader')).toEqual(['call-pause', 'resume', 'restart']);
  choose('reader', 'kill');
  expect(verbs('reader').find(({ id }) => id === 'close')?.locked).toBe('it has stopped');
});

test('group calls are locked outside of a group, and enforceRebalance() in the consumer protocol', () => {
  const alone = played({ 'auto.offset.reset': 'earliest' });
  expect(alone.locked('reader')).toEqual(expect.arrayContaining(['call-commit-sync', 'call-commit-async', 'call-enforce-rebalance']));
  const modern = played({ ...configs, 'group.protocol': 'consumer' });
  expect(modern.locked('reader')).toContain('call-enforce-rebalance');
  expect(modern.locked('reader')).not.toContain('call-commit-sync');
});

test('the exception that a call threw is told with Kafka’s own message', () => {
  const { world, choose } = played();
  choose('reader', 'call-unsubscribe');
  const [row] = clusterProjection.project(new ClusterReader(world.cluster), {}).consumers;
  expect(row).toMatchObject({
    process: 'ended',
    lastError: 'IllegalStateException',
    lastMessage: 'Consumer is not subscribed to any topics or assigned any partitions',
  });
});

import { expect, test } from 'vitest';
import type { Scenario } from '../contract/scenario.ts';
import { EngineHost } from './engine-host.ts';
import { HandHost } from './testing/hand-host.ts';
import { smallScenario as scenario } from './testing/small-scenario.ts';

test('a record that is sent appears in the replicas of the stage, and time stays slow while it travels', async () => {
  const host = new HandHost();
  const engine = new EngineHost(host).facade();
  expect(engine.open(scenario).ok).toBe(true);
  engine.watch({ projections: [{ name: 'cluster', query: { focus: 'orders-0', cellCount: 11 } }] });
  engine.seek({ micros: 1_000_000 });
  const before = await engine.nextFrame();
  expect(before.at.micros).toBe(1_000_000);
  expect(before.patches.find((p) => p.table === 'replicas')?.upsert).toHaveLength(3);
  expect(engine.submit({ kind: 'send', producer: 'checkout', topic: 'orders', partition: null, key: 'a', value: 'hello' }).ok).toBe(true);
  engine.setPace({ kind: 'running', microsPerSecond: 2500, followsInterest: true });
  host.pass(1000);
  const slow = await engine.nextFrame();
  expect(slow.paceReason).toBe('slowed');
  expect(slow.at.micros).toBeLessThan(1_010_000);
  host.pass(12_000);
  const after = await engine.nextFrame();
  const replicas = after.patches.find((p) => p.table === 'replicas');
  expect(replicas?.upsert.every((row) => row['logEndOffset'] === 1)).toBe(true);
  const cluster = after.patches.find((p) => p.table === 'cluster')?.upsert[0];
  expect(cluster?.['ackedCount']).toBe(1);
});

test('an act in the past begins another history, and the old one can be shown again', async () => {
  const engine = new EngineHost(new HandHost()).facade();
  engine.open(scenario);
  engine.seek({ micros: 5_000_000 });
  expect(engine.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } }).ok).toBe(true);
  engine.seek({ micros: 20_000_000 });
  engine.seek({ micros: 2_000_000 });
  const forked = engine.submit({ kind: 'fault', fault: 'pause', params: { node: 2 } });
  expect(forked.ok && forked.value.forked).toBe(true);
  engine.seek({ micros: 20_000_000 });
  const frame = await engine.nextFrame();
  expect(frame.branches).toHaveLength(2);
  expect(frame.events.some((event) => event.name === 'processCrashed')).toBe(false);
  engine.switchBranch(0);
  const back = await engine.nextFrame();
  expect(back.events.some((event) => event.name === 'processCrashed')).toBe(true);
});

test('why: the chain of an election leads back to the command that killed the leader', async () => {
  const engine = new EngineHost(new HandHost()).facade();
  engine.open(scenario);
  engine.seek({ micros: 5_000_000 });
  engine.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } });
  engine.seek({ micros: 20_000_000 });
  const { events } = await engine.nextFrame();
  const elected = events.find((event) => event.name === 'becameLeader' && event.micros > 5_000_000);
  expect(elected).toBeDefined();
  const names = engine.explain(elected!.id).map((hop) => hop.event.name);
  expect(names[0]).toBe('becameLeader');
  expect(names.length).toBeGreaterThan(1);
});

test('undo takes back the last act without disturbing the clock', async () => {
  const engine = new EngineHost(new HandHost()).facade();
  engine.open(scenario);
  engine.seek({ micros: 5_000_000 });
  engine.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } });
  engine.seek({ micros: 9_000_000 });
  expect(engine.undo().ok).toBe(true);
  const frame = await engine.nextFrame();
  expect(frame.at.micros).toBe(9_000_000);
  expect(frame.events.some((event) => event.name === 'processCrashed')).toBe(false);
});

test("an impossible configuration is refused with Kafka's reason, and what was open stays open", async () => {
  const engine = new EngineHost(new HandHost()).facade();
  engine.open(scenario);
  engine.seek({ micros: 2_000_000 });
  const wrong = { ...scenario, cluster: { ...scenario.cluster, configs: { 'replica.lag.time.max.ms': 'soon' } } };
  const refused = engine.open(wrong);
  expect(refused.ok ? null : refused.problem).toMatchObject({ code: 'bad-config', where: 'cluster.configs.replica.lag.time.max.ms' });
  const unknown = engine.open({ ...scenario, cluster: { ...scenario.cluster, producers: [{ name: 'p', configs: { acsk: 'all' } }] } });
  expect(unknown.ok ? null : unknown.problem).toMatchObject({ code: 'bad-config', params: { key: 'acsk' } });
  expect((await engine.nextFrame()).at.micros).toBe(2_000_000);
});

test('retries that repeat themselves do not hold the clock: a killed leader has a successor while one still watches', async () => {
  const host = new HandHost();
  const engine = new EngineHost(host).facade();
  engine.open(scenario);
  engine.seek({ micros: 3_000_000 });
  engine.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } });
  engine.setPace({ kind: 'running', microsPerSecond: 2500, followsInterest: true });
  host.pass(1000);
  expect((await engine.nextFrame()).paceReason).toBe('slowed');
  host.pass(14_000);
  const { at, events } = await engine.nextFrame();
  expect(at.micros).toBeGreaterThan(12_000_000);
  expect(events.some((event) => event.name === 'leaderElected')).toBe(true);
});

test('the invariants are checked on demand on the history that is shown, whichever way one came there', () => {
  const engine = new EngineHost(new HandHost()).facade();
  engine.open(scenario);
  engine.seek({ micros: 2_000_000 });
  engine.submit({ kind: 'send', producer: 'checkout', topic: 'orders', partition: 0, key: null, value: 'a' });
  engine.seek({ micros: 4_000_000 });
  engine.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } });
  engine.seek({ micros: 20_000_000 });
  expect(engine.checkInvariants()).toEqual([]);
  engine.seek({ micros: 3_000_000 });
  engine.submit({ kind: 'fault', fault: 'kill', params: { node: 2 } });
  expect(engine.checkInvariants()).toEqual([]);
  engine.seek({ micros: 20_000_000 });
  expect(engine.checkInvariants()).toEqual([]);
  expect(engine.catalogue().invariants.map(({ id }) => id)).toContain('I10');
});

test('what a scenario keeps back is refused by the engine, whoever asks', async () => {
  const engine = new EngineHost(new HandHost()).facade();
  const kill = { kind: 'fault', fault: 'kill', params: { node: 1 } } as const;
  const stop = { kind: 'fault', fault: 'stop', params: { node: 1 } } as const;
  const locked: Scenario = {
    ...scenario,
    exposes: { acts: ['send', 'fault:kill'], hides: ['events', 'why', 'details'], reason: 'Watch first.' },
  };
  expect(engine.open(locked).ok).toBe(true);
  engine.seek({ micros: 1_000_000 });
  expect(engine.submit(stop)).toEqual({
    ok: false,
    problem: { code: 'command-locked-because', params: { reason: 'Watch first.' }, where: 'fault' },
  });
  expect(engine.submit({ kind: 'delete-topic', topic: 'orders' })).toMatchObject({ ok: false });
  expect(engine.submit(kill).ok).toBe(true);
  engine.seek({ micros: 20_000_000 });
  expect((await engine.nextFrame()).events).toEqual([]);
  expect([engine.explain(1), engine.ask('no-leader', { partition: 'orders-0' }), engine.inspect('producer', 'checkout')]).toEqual([
    [],
    [],
    null,
  ]);
  // A link of what was done keeps the locks.
  expect(engine.share('with-actions').exposes).toEqual(locked.exposes);
  expect(engine.open(scenario).ok).toBe(true);
  expect(engine.submit(stop).ok).toBe(true);
});

test('two compared histories can be asked for their rows at another time, and what is shown stays as it is', async () => {
  const host = new HandHost();
  const engine = new EngineHost(host).facade();
  engine.open(scenario);
  engine.watch({ projections: [{ name: 'cluster', query: { focus: 'orders-0', cellCount: 11 } }] });
  engine.seek({ micros: 3_000_000 });
  engine.seek({ micros: 1_000_000 });
  engine.submit({ kind: 'send', producer: 'checkout', topic: 'orders', partition: null, key: 'a', value: 'hello' });
  engine.seek({ micros: 3_000_000 });
  expect(engine.rowsAt(2_000_000)).toEqual([]);
  engine.compare(0);
  const shown = await engine.nextFrame();
  const ackedAt = (micros: number): readonly unknown[] =>
    ['cluster', 'other:cluster'].map((name) => engine.rowsAt(micros).find(({ table }) => table === name)?.upsert[0]?.['ackedCount']);
  expect(ackedAt(500_000)).toEqual([0, 0]);
  expect(ackedAt(2_000_000)).toEqual([1, 0]);
  engine.setBreaks([]);
  engine.compare(0);
  const after = await engine.nextFrame();
  expect([after.at, after.digest, after.patches]).toEqual([shown.at, shown.digest, []]);
});

test('what happened in the history beside the current one is told, once, and no more when nothing is compared', async () => {
  const engine = new EngineHost(new HandHost()).facade();
  engine.open(scenario);
  engine.seek({ micros: 12_000_000 });
  engine.seek({ micros: 1_000_000 });
  engine.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } });
  engine.seek({ micros: 12_000_000 });
  expect((await engine.nextFrame()).beside).toBeNull();
  engine.compare(0);
  const { beside, events } = await engine.nextFrame();
  const crashes = (rows: typeof events | undefined): number => rows?.filter(({ name }) => name === 'processCrashed').length ?? -1;
  expect(beside?.isReset).toBe(true);
  expect(beside?.events.length).toBeGreaterThan(0);
  expect(crashes(beside?.events)).toBe(0);
  engine.setBreaks([]);
  engine.watch({ projections: [] });
  expect((await engine.nextFrame()).beside).toEqual({ events: [], isReset: false });
  // The other way round it is the history without the crash that is shown.
  engine.switchBranch(0);
  engine.compare(1);
  expect(crashes((await engine.nextFrame()).beside?.events)).toBe(1);
  engine.compare(null);
  expect((await engine.nextFrame()).beside).toBeNull();
});

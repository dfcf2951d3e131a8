import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { brokerFenced } from '../kafka/controller/events.ts';
import { isrShrinkRequested } from '../kafka/broker/events.ts';
import { offsetCommitSent, partitionsRevoked } from '../kafka/clients/consumer/events.ts';
import { clientAdded } from '../kafka/cluster.ts';
import { groupMemberExpired, groupMemberJoined, rebalanceStarted } from '../kafka/coordinator/service/events.ts';
import type { EventSpec } from '../kernel/event.ts';
import {
  commandGiven,
  linkCut,
  linkSlowed,
  messageSent,
  powerLost,
  processCrashed,
  processPaused,
  processStarted,
} from '../kernel/events.ts';
import { Names } from '../kernel/names.ts';
import { Trace } from '../kernel/trace.ts';
import type { TraceRow } from '../kernel/trace.ts';
import { noEvent } from '../kernel/units.ts';
import type { EventId, NodeId } from '../kernel/units.ts';
import { allEvents } from '../session/all-events.ts';
import { Causes } from './causes.ts';

const controller = 101;
const uuid = '6a350a36-c8ee-4f71-9b5d-f7584dfe0e57';

let trace = new Trace();
let names = new Names();
let nextId = 0;

beforeEach(() => {
  trace = new Trace();
  names = new Names();
  nextId = 0;
});

/** Something happens, a second after what happened before. Names are given as texts. */
function happens(spec: EventSpec, node: NodeId, args: Readonly<Record<string, number | string>> = {}, trigger: EventId = noEvent): EventId {
  const id = nextId++;
  const numbers = spec.order.map((field) => [field, args[field] ?? 0] as const);
  const values = Object.fromEntries(numbers.map(([field, arg]) => [field, typeof arg === 'string' ? names.intern(arg) : arg]));
  trace.record(id, spec, id * 1_000_000, node, trigger, noEvent, values);
  return id;
}

const sends = (node: NodeId, to: NodeId, api: string, trigger: EventId = noEvent): EventId =>
  happens(messageSent, node, { to, api, isRequest: 1, dueMicros: (nextId + 1) * 1_000_000 }, trigger);
const commanded = (command: string, target: string): EventId => happens(commandGiven, 0, { command, target });
const rowOf = (id: EventId): TraceRow => trace.row(id)!;
const causeOf = (id: EventId): EventId => new Causes(trace, names).of(rowOf(id)).id;

test('a follower fell behind for its slow disk, whatever else was asked of its broker since; not once the disk is mended', () => {
  happens(processStarted, 1);
  const slowed = commanded('slow-disk', '3');
  commanded('configure-broker', '3');
  expect(causeOf(happens(isrShrinkRequested, 1, { follower: 3 }))).toBe(slowed);
  commanded('mend-disk', '3');
  expect(causeOf(happens(isrShrinkRequested, 1, { follower: 3 }))).not.toBe(slowed);
});

test('a slow disk does not keep a broker from sending heartbeats', () => {
  const started = happens(processStarted, controller);
  commanded('slow-disk', '3');
  expect(causeOf(happens(brokerFenced, controller, { broker: 3 }))).toBe(started);
});

test('a cut link does more than a slow disk, and a link that is slow since is cut no more', () => {
  happens(processStarted, 1);
  const cut = happens(linkCut, 3, { from: 3, to: 1 });
  commanded('slow-disk', '3');
  expect(causeOf(happens(isrShrinkRequested, 1, { follower: 3 }))).toBe(cut);
  const slowed = happens(linkSlowed, 3, { from: 3, to: 1, extraLatencyMicros: 200_000 });
  expect(causeOf(happens(isrShrinkRequested, 1, { follower: 3 }))).toBe(slowed);
});

test('a link that is slowed by nothing is not slow', () => {
  const started = happens(processStarted, 1);
  happens(linkSlowed, 3, { from: 3, to: 1 });
  expect(causeOf(happens(isrShrinkRequested, 1, { follower: 3 }))).toBe(started);
});

test('what a client does by its own clock is not done because a broker hangs that it once heard from', () => {
  happens(processStarted, 1002);
  const answer = sends(1, 1002, 'Fetch');
  happens(processPaused, 1);
  expect(causeOf(happens(offsetCommitSent, 1002, {}, answer))).toBe(answer);
});

test('a broker that runs again is silent until it has registered', () => {
  happens(processStarted, 1);
  const cut = happens(powerLost, 1);
  happens(processStarted, 1);
  expect(causeOf(happens(brokerFenced, controller, { broker: 1 }))).toBe(cut);
});

test('a member is known by the whole name of its client', () => {
  happens(clientAdded, 1003, { client: 'billing-2' });
  happens(clientAdded, 1002, { client: 'billing' });
  const ended = happens(processCrashed, 1003);
  expect(causeOf(happens(groupMemberExpired, 2, { group: 'billing', member: `billing-2-${uuid}` }))).toBe(ended);
});

test('a member whose id says nothing of its client is known by the request with which it joined', () => {
  happens(clientAdded, 1003, { client: 'billing' });
  const asks = sends(1003, 2, 'ConsumerGroupHeartbeat');
  happens(groupMemberJoined, 2, { group: 'billing', member: 'ymLSZ0oSTX2' }, asks);
  const ended = happens(processCrashed, 1003);
  expect(causeOf(happens(groupMemberExpired, 2, { group: 'billing', member: 'ymLSZ0oSTX2' }))).toBe(ended);
});

test('an eager member gives up its partitions because its own group rebalances, not for what it was assigned before', () => {
  happens(processStarted, 1002);
  happens(clientAdded, 1002, { client: 'billing-a' });
  const joins = sends(1002, 2, 'JoinGroup');
  happens(groupMemberJoined, 2, { group: 'billing', member: `billing-a-${uuid}` }, joins);
  sends(2, 1002, 'SyncGroup');
  const rebalances = happens(rebalanceStarted, 2, { group: 'billing' });
  happens(rebalanceStarted, 3, { group: 'shipping' });
  const records = sends(1, 1002, 'Fetch');
  expect(causeOf(happens(partitionsRevoked, 1002, {}, records))).toBe(rebalances);
});

test('every kind of event that causes speak of exists', () => {
  const kinds = new Set(allEvents.map(({ name }) => name));
  const files = ['causes.ts', 'silence.ts', 'members.ts'].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
  const spokenOf = files.flatMap((text) => [...text.matchAll(/(?<!args\[|of\()'([a-z]+[A-Z]\w+)'/g)].map(([, name]) => name ?? ''));
  expect(spokenOf.length).toBeGreaterThan(40);
  expect(spokenOf.filter((name) => !kinds.has(name))).toEqual([]);
});

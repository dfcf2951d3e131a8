import { expect, test } from 'vitest';
import type { EventRow } from '../contract/engine-api.ts';
import { applyFrame, createFrameStore, tableOf } from './frame-store.ts';
import { frameWith } from './testing/frames.ts';

const event = (id: number, micros: number): EventRow => ({
  id,
  micros,
  name: 'isrShrunk',
  node: 1,
  level: 'milestone',
  interest: 2,
  args: {},
  kinds: {},
  trigger: -1,
  because: -1,
  source: '',
});

test('a row that did not change keeps its identity, and so does its table when nothing in it changed', () => {
  const store = createFrameStore();
  const first = { id: '1', logEndOffset: 4 };
  applyFrame(store, frameWith({ patches: [{ table: 'replicas', upsert: [first, { id: '2', logEndOffset: 4 }], remove: [] }] }));
  const before = tableOf(store.getState(), 'replicas');
  applyFrame(store, frameWith({ patches: [{ table: 'brokers', upsert: [{ id: '1' }], remove: [] }] }));
  expect(tableOf(store.getState(), 'replicas')).toBe(before);
  applyFrame(store, frameWith({ patches: [{ table: 'replicas', upsert: [{ id: '2', logEndOffset: 5 }], remove: [] }] }));
  expect(tableOf(store.getState(), 'replicas').byId.get('1')).toBe(first);
  expect(tableOf(store.getState(), 'replicas').byId.get('2')).toEqual({ id: '2', logEndOffset: 5 });
});

test('a removed row is gone', () => {
  const store = createFrameStore();
  applyFrame(store, frameWith({ patches: [{ table: 'messages', upsert: [{ id: '1' }, { id: '2' }], remove: [] }] }));
  applyFrame(store, frameWith({ patches: [{ table: 'messages', upsert: [], remove: ['1'] }] }));
  expect(tableOf(store.getState(), 'messages').rows.map((row) => row.id)).toEqual(['2']);
});

test('events come in any order and are kept by time, each once', () => {
  const store = createFrameStore();
  applyFrame(store, frameWith({ events: [event(5, 500), event(9, 900)] }));
  applyFrame(store, frameWith({ events: [event(7, 700), event(9, 900)] }));
  expect(store.getState().events.map((known) => known.id)).toEqual([5, 7, 9]);
});

test('after a fork the events of the new history replace what was known', () => {
  const store = createFrameStore();
  applyFrame(store, frameWith({ events: [event(5, 500), event(9, 900)] }));
  applyFrame(store, frameWith({ events: [event(5, 500), event(6, 600)], eventsReset: true }));
  expect(store.getState().events.map((known) => known.id)).toEqual([5, 6]);
});

test('branches stay known until a frame names others', () => {
  const store = createFrameStore();
  const branch = { id: 0, parent: null, forkedAt: null, firstCommand: null, computedUntil: { micros: 0, steps: 0 }, isCurrent: true };
  applyFrame(store, frameWith({ branches: [branch] }));
  applyFrame(store, frameWith({ branches: null }));
  expect(store.getState().branches).toEqual([branch]);
});

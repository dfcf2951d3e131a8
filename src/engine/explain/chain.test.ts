import { expect, test } from 'vitest';
import { defineEvent } from '../kernel/event.ts';
import { commandGiven, messageSent } from '../kernel/events.ts';
import { Names } from '../kernel/names.ts';
import { Trace } from '../kernel/trace.ts';
import { noEvent } from '../kernel/units.ts';
import { causeChain } from './chain.ts';

const told = defineEvent({ name: 'told', level: 'detail', fields: {}, source: 'test' });
const ringRows = 1 << 18;

function record(trace: Trace, id: number, trigger: number): void {
  trace.record(id, told, id, 1, trigger, noEvent, {});
}

function send(trace: Trace, id: number, trigger: number): void {
  const args = { to: id % 2, api: 1, isRequest: 1 - (id % 2), dueMicros: id + 1, correlation: id };
  trace.record(id, messageSent, id, 1 - (id % 2), trigger, noEvent, args);
}

const names = new Names();
const hopsOf = (trace: Trace, event: number): readonly number[] => causeChain({ trace, names }, event).map(({ row }) => row.id);

test('of messages that follow one another the last one stays', () => {
  const trace = new Trace();
  trace.record(0, commandGiven, 0, 0, noEvent, noEvent, { command: 1, target: 2, detail: 3 });
  for (let id = 1; id <= 4; id++) send(trace, id, id - 1);
  record(trace, 5, 4);
  expect(hopsOf(trace, 5)).toEqual([5, 4, 0]);
});

test('a detail that is kept no more is made known again, or the chain ends there', () => {
  const trace = new Trace();
  record(trace, 0, noEvent);
  for (let id = 1; id < ringRows + 5000; id++) record(trace, id, 0);
  const last = ringRows + 4999;
  expect(trace.row(0)).toBeNull();
  expect(hopsOf(trace, last)).toEqual([last]);
  const recovered: number[] = [];
  const recover = (event: number): void => {
    recovered.push(event);
    record(trace, event, noEvent);
  };
  expect(causeChain({ trace, names, recover }, last).map(({ row }) => row.id)).toEqual([last, 0]);
  expect(recovered).toEqual([0]);
});

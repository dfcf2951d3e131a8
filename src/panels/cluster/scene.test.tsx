import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../app/words.ts';
import { fixtureNowMicros, fixtureTables } from '../../app/testing/fixture-rows.ts';
import { catalogue } from '../../texts/en/catalogue.ts';
import { layoutStage } from './layout.ts';
import type { MessageRow, ReplicaRow } from './rows.ts';
import { placeMessages } from './scene.ts';
import type { PlacedMessage } from './scene.ts';

const layout = layoutStage({
  form: 'wide',
  width: 1128,
  brokers: [1, 2, 3],
  partitions: [0, 1, 2].map((index) => ({ id: `orders-${String(index)}`, replicas: [1, 2, 3] })),
  focus: 'orders-0',
  producers: [{ id: 'checkout', batchCount: 2 }],
  consumers: [{ id: 'billing', partitionCount: 1 }],
  leader: 1,
});
const replicas = new Map((fixtureTables['replicas'] as unknown as readonly ReplicaRow[]).map((row) => [row.id, row]));
const messages = fixtureTables['messages'] as unknown as readonly MessageRow[];

function at(nowMicros: number, isStepped = false, among = messages): readonly PlacedMessage[] {
  return placeMessages({
    layout,
    messages: among,
    replicas,
    nowMicros,
    words: wordsOf(catalogue),
    controllerEndX: 700,
    measure: () => 100,
    isStepped,
  });
}

function xOf(id: string, nowMicros: number, isStepped = false): number {
  const found = at(
    nowMicros,
    isStepped,
    messages.filter((message) => message.id === id),
  )[0];
  if (found === undefined) throw new Error(`message ${id} is on the stage`);
  return found.box.x;
}

describe('a message in flight', () => {
  test('moves evenly between sent and due, whatever the pace', () => {
    const start = fixtureNowMicros - 900;
    const places = [0, 450, 900, 1350, 1800].map((micros) => xOf('1', start + micros));
    const steps = places.slice(1).map((x, index) => x - (places[index] ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0);
  });

  test('is at the same place when time comes back', () => {
    const before = at(fixtureNowMicros);
    at(fixtureNowMicros + 300);
    expect(at(fixtureNowMicros)).toEqual(before);
  });

  test('is not there before it was sent nor after it was due', () => {
    expect(at(fixtureNowMicros - 1_000_000)).toEqual([]);
    expect(at(fixtureNowMicros + 1_000_000)).toEqual([]);
  });

  test('points to its receiver', () => {
    const byId = new Map(at(fixtureNowMicros).map((item) => [item.message.id, item.mark.direction]));
    expect(byId.get('1')).toBe(1);
    expect(byId.get('2')).toBe(-1);
    expect(byId.get('3')).toBe(1);
  });

  test('stands at three places only when less motion is wanted', () => {
    const start = fixtureNowMicros - 900;
    const places = new Set([0, 200, 500, 700, 1000, 1300, 1500, 1800].map((micros) => xOf('1', start + micros, true)));
    expect(places.size).toBe(3);
  });
});

test('requests and responses of one conversation never share a lane', () => {
  const placed = at(fixtureNowMicros).filter((item) => item.message.partition === 'orders-0');
  const lanes = (isResponse: boolean): number[] =>
    placed.filter((item) => item.message.isResponse === isResponse).map((item) => item.box.y);
  expect(Math.min(...lanes(true))).toBeGreaterThan(Math.max(...lanes(false)));
});

test('two tags in one lane never cover each other', () => {
  const first = messages[0];
  if (first === undefined) throw new Error('the fixture has messages');
  const many = [0, 1, 2].map((index): MessageRow => ({ ...first, id: String(index), message: index }));
  const boxes = at(fixtureNowMicros, false, many)
    .map((item) => item.box)
    .sort((one, other) => one.x - other.x);
  for (let index = 1; index < boxes.length; index++) {
    const left = boxes[index - 1];
    expect(boxes[index]?.x ?? 0).toBeGreaterThanOrEqual((left?.x ?? 0) + (left?.width ?? 0));
  }
});

test('more than twelve messages are not all readable: the others are drawn small', () => {
  const first = messages[0];
  if (first === undefined) throw new Error('the fixture has messages');
  const many = Array.from({ length: 20 }, (_, index): MessageRow => ({ ...first, id: String(index), message: index }));
  const alike = at(fixtureNowMicros, false, many).filter((item) => !item.isSmall);
  expect(alike.length).toBeGreaterThan(2);
  expect(alike.length).toBeLessThanOrEqual(12);
});

test('no tag is outside of the picture, however many wait behind each other', () => {
  const first = messages[0];
  if (first === undefined) throw new Error('the fixture has messages');
  const many = Array.from({ length: 12 }, (_, index): MessageRow => ({ ...first, id: String(index), message: index }));
  for (const { box } of at(fixtureNowMicros, false, many)) {
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
  }
});

import { expect, test } from 'vitest';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import type { ScheduleId } from './scheduler.ts';
import { Shared } from './state.ts';

class Item extends Shared {
  readonly place: number;

  constructor(place: number) {
    super();
    this.place = place;
  }
}

test('items are taken by time, and at one time in the order in which they were put, whatever was cancelled between', () => {
  const random = Random.forLabel(7, 'schedule');
  const scheduler = new Scheduler({ register: () => 0, markDirty: () => undefined });
  let waiting: { readonly id: ScheduleId; readonly atMicros: number; readonly item: Item }[] = [];
  const taken: Item[] = [];
  const expected: Item[] = [];
  for (let place = 0; place < 3000; place++) {
    const atMicros = random.below(50);
    const item = new Item(place);
    waiting.push({ id: scheduler.schedule(atMicros, item), atMicros, item });
    if (random.chance(1, 3)) {
      const [cancelled] = waiting.splice(random.below(waiting.length), 1);
      expect(scheduler.cancel(cancelled?.id ?? 0)).toBe(true);
    }
    if (!random.chance(1, 3) || waiting.length === 0) continue;
    waiting = waiting.sort((a, b) => a.atMicros - b.atMicros || a.item.place - b.item.place);
    const first = waiting.shift();
    expect(scheduler.nextTime()).toBe(first?.atMicros);
    if (first !== undefined) expected.push(first.item);
    taken.push(scheduler.take() as Item);
  }
  expect(taken).toEqual(expected);
  expect(scheduler.size).toBe(waiting.length);
  expect(taken.length).toBeGreaterThan(500);
});

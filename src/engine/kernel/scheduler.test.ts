import { expect, test } from 'vitest';
import { EntityStore } from './entity-store.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import type { ScheduleId } from './scheduler.ts';
import { Shared } from './state.ts';
import type { Position } from './units.ts';

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
    taken.push(scheduler.take(scheduler.nextSlot()) as Item);
  }
  expect(taken).toEqual(expected);
  expect(scheduler.size).toBe(waiting.length);
  expect(taken.length).toBeGreaterThan(500);
});

class Store extends EntityStore {
  readonly position: Position = { micros: 0, steps: 0 };
}

/** All that waits, in the order in which it comes. */
function takeAll(scheduler: Scheduler): readonly number[] {
  const places: number[] = [];
  while (scheduler.size > 0) places.push((scheduler.take(scheduler.nextSlot()) as Item).place);
  return places;
}

test('after a rewind the same items come in the same order, and can be cancelled by the same names', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = Random.forLabel(seed, 'rewound schedule');
    const store = new Store();
    const scheduler = new Scheduler(store);
    const ids: ScheduleId[] = [];
    // More than there is room for at first, some taken and some cancelled: what is saved has gaps.
    for (let place = 0; place < 700; place++) {
      ids.push(scheduler.schedule(random.below(90), new Item(place)));
      if (random.chance(1, 5)) scheduler.cancel(ids[random.below(ids.length)]!);
      if (random.chance(1, 7) && scheduler.size > 0) scheduler.take(scheduler.nextSlot());
    }
    const checkpoint = store.saveCheckpoint();
    const waiting = [...scheduler.pending()].map(({ id }) => id);
    const expected = takeAll(scheduler);
    for (let place = 0; place < 900; place++) scheduler.schedule(random.below(90), new Item(-place));
    store.saveCheckpoint();
    store.restoreCheckpoint(checkpoint);
    expect([...scheduler.pending()].map(({ id }) => id)).toEqual(waiting);
    expect(takeAll(scheduler)).toEqual(expected);
    store.restoreCheckpoint(checkpoint);
    for (const id of waiting) expect(scheduler.cancel(id)).toBe(true);
    expect(scheduler.size).toBe(0);
    expect(scheduler.nextTime()).toBe(Infinity);
  }
});

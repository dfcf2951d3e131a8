import { expect, test } from 'vitest';
import type { Checkpoint } from './checkpoint.ts';
import { EntityStore } from './entity-store.ts';
import { Random } from './random.ts';
import { Entity } from './state.ts';
import type { Position } from './units.ts';

/** Something with a number. */
class Counter extends Entity {
  value = 0;

  set(value: number): void {
    this.touch();
    this.value = value;
  }
}

/** Something that refers to another, alone and in a list. */
class Pointer extends Entity {
  to: Counter | null = null;
  all: readonly Counter[] = [];

  point(to: Counter, all: readonly Counter[]): void {
    this.touch();
    this.to = to;
    this.all = all;
  }
}

/** Counters, each known by its number as long as it is there. */
class Store extends EntityStore {
  position: Position = { micros: 0, steps: 0 };
  counters: Counter[] = [];

  make(): void {
    this.counters.push(new Counter(this));
  }

  get values(): readonly number[] {
    return this.counters.map(({ value }) => value);
  }
}

/** A checkpoint, who was there then, and with which values. */
interface Moment {
  readonly checkpoint: Checkpoint;
  readonly counters: readonly Counter[];
  readonly values: readonly number[];
}

function save(store: Store): Moment {
  return { checkpoint: store.saveCheckpoint(), counters: [...store.counters], values: store.values };
}

function goBack(store: Store, { checkpoint, counters }: Moment): void {
  store.restoreCheckpoint(checkpoint);
  store.counters = [...counters];
}

test('a checkpoint that has taken over the one before it holds what it held, and so does the one that follows', () => {
  const store = new Store();
  for (let i = 0; i < 3; i++) store.make();
  const moments = [0, 1, 2, 3].map((time) => {
    store.counters[time % 3]!.set(10 + time);
    return save(store);
  });
  moments[2]!.checkpoint.absorbPrevious();
  expect(moments[2]!.checkpoint.previous).toBe(moments[0]!.checkpoint);
  for (const time of [2, 0, 3, 2, 1, 3]) {
    goBack(store, moments[time]!);
    expect(store.values, `time ${String(time)}`).toEqual(moments[time]!.values);
  }
});

test('what was made in another future is in no checkpoint of this one, and is there again when that one comes back', () => {
  const store = new Store();
  store.make();
  const early = save(store);
  store.make();
  store.counters[1]!.set(1);
  const one = save(store);
  goBack(store, early);
  store.make();
  store.counters[1]!.set(2);
  const other = save(store);
  goBack(store, one);
  expect(store.values).toEqual([0, 1]);
  goBack(store, other);
  expect(store.values).toEqual([0, 2]);
  expect(other.checkpoint.entities.slice(0, other.checkpoint.entityCount)).toEqual(other.counters);
});

test('who refers to another refers to it again, and in another future to who has come in its place', () => {
  const store = new Store();
  const pointer = new Pointer(store);
  const early = save(store);
  const futures = [1, 2].map((value) => {
    goBack(store, early);
    store.make();
    store.make();
    store.counters[1]!.set(value);
    pointer.point(store.counters[1]!, store.counters);
    return save(store);
  });
  for (const time of [0, 1, 0]) {
    goBack(store, futures[time]!);
    expect(pointer.to).toBe(store.counters[1]);
    expect(pointer.to?.value).toBe(time + 1);
    expect(pointer.all).toEqual(store.counters);
  }
  goBack(store, early);
  expect(pointer.to).toBe(null);
});

test('a random history of futures, of which every second checkpoint goes now and then, can be gone back and forth in', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = Random.forLabel(seed, 'entity store');
    const store = new Store();
    for (let i = 0; i < 4; i++) store.make();
    let moments = [save(store)];
    for (let round = 0; round < 120; round++) {
      const act = random.below(10);
      if (act < 3) goBack(store, moments[random.below(moments.length)]!);
      else if (act === 3) store.make();
      else if (act === 4) moments = thinned(moments);
      else for (let i = random.below(3); i >= 0; i--) store.counters[random.below(store.counters.length)]!.set(random.below(1000));
      moments.push(save(store));
      const moment = moments[random.below(moments.length)]!;
      goBack(store, moment);
      expect(store.values, `seed ${String(seed)}, round ${String(round)}`).toEqual(moment.values);
    }
  }
});

function thinned(moments: readonly Moment[]): Moment[] {
  const left = moments.filter((_, index) => index % 2 === 0);
  const kept = new Set(left.map(({ checkpoint }) => checkpoint));
  for (const { checkpoint } of left) while (checkpoint.previous !== null && !kept.has(checkpoint.previous)) checkpoint.absorbPrevious();
  return left;
}

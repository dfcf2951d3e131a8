import { expect, test } from 'vitest';
import type { Checkpoint } from './checkpoint.ts';
import { EntityStore } from './entity-store.ts';
import { Random } from './random.ts';
import { LazyEntity } from './state.ts';
import type { Position } from './units.ts';

/** Something with numbers, of which whoever has it asks as it is now. */
class Counter extends LazyEntity {
  private values: number[] = [0];

  get value(): number {
    return this.fresh().values[0]!;
  }

  set(value: number): void {
    this.touch();
    this.values = [value, this.values[0]!];
  }

  get earlier(): number {
    return this.fresh().values[1] ?? 0;
  }
}

class Store extends EntityStore {
  readonly position: Position = { micros: 0, steps: 0 };
}

interface Moment {
  readonly checkpoint: Checkpoint;
  readonly counters: readonly Counter[];
  readonly values: readonly number[];
}

const valuesOf = (counters: readonly Counter[]): readonly number[] => counters.map(({ value, earlier }) => 1000 * value + earlier);

test('what nobody looks at stays as it was until somebody does, and then is what it was at that time', () => {
  const store = new Store();
  const [seen, unseen] = [new Counter(store), new Counter(store)];
  const before = store.saveCheckpoint();
  for (const counter of [seen, unseen]) counter.set(7);
  const after = store.saveCheckpoint();
  store.restoreCheckpoint(before);
  expect(seen.value).toBe(0);
  expect(unseen.refresher).not.toBeNull();
  store.restoreCheckpoint(after);
  expect(seen.value).toBe(7);
  expect(unseen.value).toBe(7);
});

test('a change of what was not looked at since a rewind is a change of what it was then', () => {
  const store = new Store();
  const counter = new Counter(store);
  counter.set(1);
  const before = store.saveCheckpoint();
  counter.set(2);
  store.saveCheckpoint();
  store.restoreCheckpoint(before);
  counter.set(3);
  expect(counter.earlier).toBe(1);
});

test('a random history of futures, looked at here and there, is what it was wherever one goes', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = Random.forLabel(seed, 'lazy');
    const store = new Store();
    let counters: Counter[] = [];
    const moments: Moment[] = [];
    for (let round = 0; round < 120; round++) {
      const act = random.below(6);
      if (act === 0) counters.push(new Counter(store));
      else if (act < 4 && counters.length > 0) counters[random.below(counters.length)]!.set(round);
      else if (act === 4) moments.push({ checkpoint: store.saveCheckpoint(), counters: [...counters], values: valuesOf(counters) });
      else if (moments.length > 0) {
        const moment = moments[random.below(moments.length)]!;
        store.restoreCheckpoint(moment.checkpoint);
        counters = [...moment.counters];
        // Now and then all are looked at; else only what is changed next.
        if (random.below(2) === 0) expect(valuesOf(counters), `seed ${String(seed)}, round ${String(round)}`).toEqual(moment.values);
      }
    }
  }
});

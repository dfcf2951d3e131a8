import { describe, expect, test } from 'vitest';
import { Random } from './random.ts';
import { restoreFields } from './restoring.ts';
import { saveFields, stateKeys } from './saving.ts';
import { fieldOf } from './shapes.ts';
import { Entity, Shared, State, Value } from './state.ts';
import type { EntityRegistry } from './state.ts';

class Queue extends State {
  readonly items: Item[] = [];
  sizeBytes = 0;
}

class Item extends State {
  readonly queue: Queue;
  value = 1_767_225_600_000;

  constructor(queue: Queue) {
    super();
    this.queue = queue;
  }
}

class Node extends Entity {
  readonly first = new Queue();
  readonly second = new Queue();
  replicas: readonly number[] = [1, 2, 3];
  readonly byName = new Map<string, Queue>([
    ['first', this.first],
    ['second', this.second],
  ]);
  counts = new Int32Array(4);
  note: Note | null = null;
}

class Batch extends Shared {
  readonly offset: number;

  constructor(offset: number) {
    super();
    this.offset = offset;
  }
}

class Note extends Value {
  readonly text: string;
  readonly of: Note | null;
  readonly times: readonly number[];
  readonly about: { readonly batch: Batch | null; readonly atMillis: number };

  constructor(text: string, of: Note | null, batch: Batch | null = null) {
    super();
    this.text = text;
    this.of = of;
    this.times = [text.length, 2 ** 40 + text.length];
    this.about = { batch, atMillis: 1_767_225_600_000 + text.length };
  }

  get says(): unknown {
    return [this.text, this.of?.says, this.times, this.about];
  }
}

const registry: EntityRegistry = { register: () => 0, markDirty: () => undefined };
const filled = (): Node => {
  const node = new Node(registry);
  node.first.items.push(new Item(node.first), new Item(node.first));
  node.second.items.push(new Item(node.second));
  return node;
};

describe('a checkpoint', () => {
  test('of an entity that has not changed is the checkpoint before', () => {
    const node = filled();
    const before = saveFields(node);
    expect(saveFields(node, before)).toBe(before);
  });

  test('shares with the one before the list of what it refers to, when only numbers have changed', () => {
    const node = filled();
    const before = saveFields(node);
    node.first.sizeBytes = 7;
    const after = saveFields(node, before);
    expect(after).not.toBe(before);
    expect(after.references).toBe(before.references);
    expect(after.code.length).toBeLessThan(before.code.length);
  });

  test('takes a few bytes for numbers that go on in equal steps, however many', () => {
    const node = new Node(registry);
    const few = saveFields(node).code.length;
    node.counts = Int32Array.from({ length: 1000 }, (_, i) => 5 * i);
    node.replicas = Array.from({ length: 1000 }, (_, i) => 1_767_225_600_000 + 20 * i);
    expect(saveFields(node).code.length).toBeLessThan(few + 20);
  });

  test('holds what is in a value, and not the value', () => {
    const [node, kept] = [new Node(registry), new Note('kept', new Note('inner', null))];
    node.note = kept;
    const saved = saveFields(node);
    expect(saved.references).not.toContain(kept);
    restoreFields(node, saved);
    expect(node.note).toBe(kept);
    node.note = new Note('another', null);
    restoreFields(node, saved);
    expect(node.note.says).toEqual(kept.says);
    expect(node.note).toBeInstanceOf(Note);
  });

  test('takes less for times that are near each other', () => {
    const [apart = 0, near = 0] = [3_000_000_000_000, 1_767_225_600_100].map((value) => {
      const node = filled();
      node.first.items[0]!.value = value;
      return saveFields(node).code.length;
    });
    expect(near).toBeLessThan(apart);
  });

  test('that is restored has the references among its objects that they had, and later changes do not reach it', () => {
    const node = filled();
    const start = saveFields(node);
    node.first.items.reverse();
    node.second.items[0]!.value = 5;
    node.counts[2] = 9;
    const before = saveFields(node, start);
    node.first.items.pop();
    node.second.items.push(node.second.items[0]!);
    node.byName.delete('first');
    node.counts[2] = 10;
    restoreFields(node, before);
    for (let round = 0; round < 2; round++) {
      expect(node.first.items).toHaveLength(2);
      for (const item of node.first.items) expect(item.queue).toBe(node.first);
      expect(node.second.items.map(({ value }) => value)).toEqual([5]);
      expect([...node.byName.keys()]).toEqual(['first', 'second']);
      expect(node.byName.get('first')).toBe(node.first);
      expect([...node.counts]).toEqual([0, 0, 9, 0]);
      node.second.items[0]!.value++;
      node.counts[2]!++;
      restoreFields(node, before);
    }
    restoreFields(node, start);
    expect(node.second.items[0]!.value).toBe(1_767_225_600_000);
  });

  test('that is restored writes nothing into an array that something immutable may own', () => {
    const node = filled();
    const before = saveFields(node);
    const ofMetadata: readonly number[] = [2, 3];
    node.replicas = ofMetadata;
    restoreFields(node, before);
    expect(ofMetadata).toEqual([2, 3]);
    expect(node.replicas).toEqual([1, 2, 3]);
  });

  test('keeps two things apart that were equal', () => {
    const node = new Node(registry);
    node.byName.set('second', new Queue());
    const before = saveFields(node);
    restoreFields(node, saveFields(node, before));
    node.first.sizeBytes = 3;
    expect(node.second.sizeBytes).toBe(0);
    expect(node.byName.get('second')).not.toBe(node.second);
  });
});

/** Holds a bit of everything that state may hold. */
class Everything extends Entity {
  numbers: number[] = [];
  mixed: unknown[] = [];
  shared: Batch[] = [];
  notes: (Note | null)[] = [];
  readonly queues = new Map<string, Queue>();
  readonly names = new Set<string | number>();
  columns: Int32Array | Float64Array = new Float64Array(4);
  literal: { readonly offset: number; readonly name: string | null } = { offset: 0, name: null };
  again: Queue | null = null;
  optional?: number;
}

const oddNumbers = [
  0,
  -0,
  -1,
  238,
  239,
  240,
  2 ** 31,
  -(2 ** 31),
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
  2 ** 53,
  0.1,
  NaN,
  -Infinity,
  1_767_225_600_000,
  1_767_225_600_250,
  1_767_224_500_000,
];

function noteOf(name: string, entity: Everything, random: Random): Note {
  const inner = entity.notes[random.below(4)] ?? null;
  return new Note(name, random.below(2) === 0 ? inner : new Note('inner', null), random.below(2) === 0 ? new Batch(1) : null);
}

/** Changes something, as the simulation would. */
function change(entity: Everything, random: Random): void {
  const number = (): number => (random.below(3) === 0 ? oddNumbers[random.below(oddNumbers.length)]! : random.below(400));
  const name = `name-${String(random.below(6))}`;
  switch (random.below(16)) {
    case 0:
      // One after another at the same distance, as offsets and times mostly are.
      for (let i = random.below(4), at = number(), step = number(); i >= 0; i--, at += step) entity.numbers.push(at);
      break;
    case 1:
      entity.numbers.shift();
      break;
    case 2:
      entity.mixed.push([undefined, null, true, false, 'x'.repeat(70), name, 12n][random.below(7)], { offset: number(), name });
      break;
    case 3:
      entity.mixed.splice(0, 2);
      break;
    case 4:
      entity.shared.push(new Batch(number()));
      break;
    case 5:
      entity.shared = entity.shared.slice(1);
      break;
    case 6:
      entity.queues.set(name, new Queue());
      break;
    case 7:
      entity.queues.delete(name);
      break;
    case 8: {
      const queue = entity.queues.get(name);
      if (queue !== undefined) queue.items.push(new Item(queue));
      break;
    }
    case 9:
      entity.names.add(random.below(2) === 0 ? name : number());
      break;
    case 10:
      if (random.below(3) === 0) entity.columns.fill(number(), random.below(4));
      else entity.columns[random.below(4)] = number();
      break;
    case 11:
      entity.columns = random.below(2) === 0 ? new Int32Array(4) : new Float64Array(8);
      break;
    case 13:
      entity.notes[random.below(4)] = random.below(4) === 0 ? null : noteOf(name, entity, random);
      break;
    case 14:
      entity.shared = [...entity.shared, ...Array.from({ length: 12 }, () => entity.shared[0] ?? new Batch(1))].slice(0, 40);
      break;
    case 12:
      entity.literal = { offset: number(), name: random.below(2) === 0 ? name : null };
      break;
    default:
      entity.again = entity.queues.get(name) ?? null;
      if (random.below(2) === 0) entity.optional = number();
      else delete entity.optional;
  }
}

/** Everything in it, and which things are one. */
function pictureOf(entity: Everything): unknown {
  const seen = new Map<object, number>();
  const picture = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : value;
    if (value instanceof Note) return ['value', JSON.stringify(value.says)];
    if (value instanceof Shared) return value;
    const known = seen.get(value);
    if (known !== undefined) return `thing ${String(known)}`;
    seen.set(value, seen.size);
    if (value instanceof Map) return ['map', ...[...(value as ReadonlyMap<unknown, unknown>)].map(([key, item]) => [key, picture(item)])];
    if (value instanceof Set || Array.isArray(value)) return [value.constructor.name, ...[...(value as Iterable<unknown>)].map(picture)];
    if (ArrayBuffer.isView(value)) return [value.constructor.name, ...[...(value as Int32Array)].map(picture)];
    return [value.constructor.name, ...Object.entries(value).map(([key, item]) => [key, picture(item)])];
  };
  return stateKeys(entity).map((key) => [key, picture(fieldOf(entity, key))]);
}

test('a random history of changes can be gone back and forth in, and nothing of one time is in another', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = Random.forLabel(seed, 'saving');
    const entity = new Everything(registry);
    const times = [{ saved: saveFields(entity), picture: pictureOf(entity) }];
    for (let round = 0; round < 80; round++) {
      let before = times[times.length - 1]!.saved;
      if (random.below(4) === 0) {
        const { saved, picture } = times[random.below(times.length)]!;
        // With and without knowing what is there now.
        restoreFields(entity, saved, before.form.isTree && random.below(2) === 0);
        expect(pictureOf(entity), `seed ${String(seed)}, round ${String(round)}`).toEqual(picture);
        before = saved;
      }
      for (let i = random.below(5); i >= 0; i--) change(entity, random);
      times.push({ saved: saveFields(entity, before), picture: pictureOf(entity) });
    }
  }
});

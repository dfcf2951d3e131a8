import { describe, expect, test } from 'vitest';
import { restoreFields } from './restoring.ts';
import { saveFields } from './saving.ts';
import { Entity, State } from './state.ts';
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
}

const registry: EntityRegistry = { register: () => 0, markDirty: () => undefined };
const filled = (): Node => {
  const node = new Node(registry);
  node.first.items.push(new Item(node.first), new Item(node.first));
  node.second.items.push(new Item(node.second));
  return node;
};
const valueOf = (saved: ReturnType<typeof saveFields>, key: string): unknown => saved.values[saved.keys.indexOf(key)];

describe('a checkpoint', () => {
  test('of an entity that has not changed is the checkpoint before', () => {
    const node = filled();
    const before = saveFields(node);
    expect(saveFields(node, before)).toBe(before);
  });

  test('shares what has not changed with the one before', () => {
    const node = filled();
    const before = saveFields(node);
    node.first.sizeBytes = 7;
    const after = saveFields(node, before);
    expect(valueOf(after, 'second')).toBe(valueOf(before, 'second'));
    expect(valueOf(after, 'counts')).toBe(valueOf(before, 'counts'));
    expect(valueOf(after, 'first')).not.toBe(valueOf(before, 'first'));
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

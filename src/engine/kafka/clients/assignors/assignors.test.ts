import { expect, test } from 'vitest';
import { inMemberHashOrder } from './assignor.ts';
import type { Assignments, Assignor, MemberSubscription } from './assignor.ts';
import { RangeAssignor } from './range-assignor.ts';
import { RoundRobinAssignor } from './round-robin-assignor.ts';
import { CooperativeStickyAssignor, StickyAssignor, stickyUserData } from './sticky-assignor.ts';

const makers: readonly (readonly [string, () => Assignor])[] = [
  ['range', () => new RangeAssignor()],
  ['roundrobin', () => new RoundRobinAssignor()],
  ['sticky', () => new StickyAssignor()],
  ['cooperative-sticky', () => new CooperativeStickyAssignor()],
];

function member(topics: readonly string[], owned: readonly string[] = [], generation = -1): MemberSubscription {
  const userData = stickyUserData(owned, generation);
  return { topics, ownedPartitions: owned, generationId: generation, rackId: null, groupInstanceId: null, userData };
}

function assign(
  assignor: Assignor,
  counts: Readonly<Record<string, number>>,
  members: Readonly<Record<string, MemberSubscription>>,
): Assignments {
  const topics = new Map(
    Object.entries(counts).map(([topic, count]) => [topic, Array.from({ length: count }, (): readonly string[] => [])]),
  );
  const subscriptions = new Map<string, MemberSubscription>();
  for (const memberId of inMemberHashOrder(Object.keys(members))) {
    const subscription = members[memberId];
    if (subscription !== undefined) subscriptions.set(memberId, subscription);
  }
  return assignor.assign(topics, subscriptions);
}

/** The best of five: a busy machine says nothing about the algorithm. */
function bestMillis(act: () => void): number {
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const startMillis = performance.now();
    act();
    best = Math.min(best, performance.now() - startMillis);
  }
  return best;
}

test('range gives the first members of every topic one more: with many topics they carry the most', () => {
  const members = { a: member(['x', 'y']), b: member(['x', 'y']) };
  expect(assign(new RangeAssignor(), { x: 3, y: 3 }, members)).toEqual(
    new Map([
      ['a', ['x-0', 'x-1', 'y-0', 'y-1']],
      ['b', ['x-2', 'y-2']],
    ]),
  );
});

test('roundrobin deals all topics together, so that the difference is one at most', () => {
  const members = { a: member(['x', 'y']), b: member(['x', 'y']) };
  expect(assign(new RoundRobinAssignor(), { x: 3, y: 3 }, members)).toEqual(
    new Map([
      ['a', ['x-0', 'x-2', 'y-1']],
      ['b', ['x-1', 'y-0', 'y-2']],
    ]),
  );
});

test('sticky moves only what a new member needs', () => {
  const members = { a: member(['x'], ['x-0', 'x-1', 'x-2'], 4), b: member(['x'], ['x-3', 'x-4', 'x-5'], 4), c: member(['x']) };
  const assignments = assign(new StickyAssignor(), { x: 6 }, members);
  expect(assignments.get('a')).toEqual(['x-0', 'x-1']);
  expect(assignments.get('b')).toEqual(['x-3', 'x-4']);
  expect(assignments.get('c')).toEqual(['x-2', 'x-5']);
});

test('cooperative sticky gives what changes hands to nobody in the first round', () => {
  const members = { a: member(['x'], ['x-0', 'x-1'], 4), b: member(['x'], [], 4) };
  const first = assign(new CooperativeStickyAssignor(), { x: 2 }, members);
  expect(first.get('a')).toEqual(['x-0']);
  expect(first.get('b')).toEqual([]);
  const second = assign(new CooperativeStickyAssignor(), { x: 2 }, { a: member(['x'], ['x-0'], 5), b: member(['x'], [], 5) });
  expect(second.get('b')).toEqual(['x-1']);
});

for (const [name, make] of makers) {
  test(`${name}: every partition of a wanted topic goes to exactly one member that wants it`, () => {
    const members = { a: member(['x']), b: member(['x', 'y']), c: member(['y', 'z']), d: member(['w']) };
    const assignments = assign(make(), { x: 7, y: 5, z: 2, unwanted: 3 }, members);
    const all = [...assignments.values()].flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(14);
    expect(assignments.get('d')).toEqual([]);
    for (const partition of assignments.get('a') ?? []) expect(partition.startsWith('x-')).toBe(true);
  });

  test(`${name}: a thousand members and a thousand partitions take less than 100 ms`, () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `consumer-${String(i)}`);
    const owned = (i: number): readonly string[] => (i < 500 ? [`x-${String(2 * i)}`, `x-${String(2 * i + 1)}`] : []);
    const members = Object.fromEntries(ids.map((id, i) => [id, member(['x'], owned(i), 3)]));
    expect(bestMillis(() => assign(make(), { x: 1000 }, members))).toBeLessThan(100);
  });

  test(`${name}: members with different wishes, too`, () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `consumer-${String(i)}`);
    const members = Object.fromEntries(ids.map((id, i) => [id, member(i % 2 === 0 ? ['x', 'y'] : ['y'], [], 3)]));
    expect(bestMillis(() => assign(make(), { x: 500, y: 500 }, members))).toBeLessThan(100);
  });
}

/** How long it takes to divide 1,000 partitions among 1,000 members, for every assignor, beside a plain loop in the same run. */
import { CooperativeStickyAssignor, StickyAssignor } from '../../src/engine/kafka/clients/assignors/sticky-assignor.ts';
import { RangeAssignor } from '../../src/engine/kafka/clients/assignors/range-assignor.ts';
import { RoundRobinAssignor } from '../../src/engine/kafka/clients/assignors/round-robin-assignor.ts';
import { inMemberHashOrder } from '../../src/engine/kafka/clients/assignors/assignor.ts';
import type { Assignments, Assignor, MemberSubscription, PartitionsPerTopic } from '../../src/engine/kafka/clients/assignors/assignor.ts';
import type { GroupSpec, MemberSpec, ServerAssignor } from '../../src/engine/kafka/coordinator/assignor/group-spec.ts';
import { rangeAssignor as serverRangeAssignor } from '../../src/engine/kafka/coordinator/assignor/range-assignor.ts';
import { uniformAssignor } from '../../src/engine/kafka/coordinator/assignor/uniform-assignor.ts';
import { median, shown, spread } from './measure.ts';
import type { Row } from './measure.ts';
import type { Bench } from './places/place.ts';
import { clockOf, countedMillis, takenShort } from './places/taken.ts';
import type { Taken } from './places/taken.ts';

const goalMillis = 100;
const memberCount = 1000;
const topicCount = 10;
const partitionsEach = 100;
const topicIds = Array.from({ length: topicCount }, (_, i) => `AAAAAAAAAAAAAAAAAAAA${String(i).padStart(2, '0')}`);
const topics = topicIds.map((_, i) => `topic-${String(i)}`);

/** A rebalance: everybody is new, or all but one know what they had and one more joins. */
export function assignorsSuite(bench: Bench): readonly Row[] {
  const members = Math.max(10, Math.round(memberCount * bench.share));
  const clients = [new RangeAssignor(), new RoundRobinAssignor(), new StickyAssignor(), new CooperativeStickyAssignor()];
  const servers = [uniformAssignor, serverRangeAssignor];
  const rows: Row[] = [];
  for (const assignor of clients) rows.push(...clientRows(assignor, members, bench));
  for (const assignor of servers) rows.push(...serverRows(assignor, members, bench));
  return rows;
}

function clientRows(assignor: Assignor, members: number, bench: Bench): Row[] {
  const fresh = subscriptionsOf(members, new Map());
  const before = assignor.assign(partitionsPerTopic(), subscriptionsOf(members - 1, new Map()));
  const again = subscriptionsOf(members, before);
  const mixed = subscriptionsOf(members, before, true);
  return [
    rowOf(`${assignor.name}: a new group`, bench, () => assignor.assign(partitionsPerTopic(), fresh)),
    rowOf(`${assignor.name}: one more member`, bench, () => assignor.assign(partitionsPerTopic(), again)),
    rowOf(`${assignor.name}: different subscriptions`, bench, () => assignor.assign(partitionsPerTopic(), mixed)),
  ];
}

function serverRows(assignor: ServerAssignor, members: number, bench: Bench): Row[] {
  const fresh = specOf(members, new Map());
  const done = assignor.assign(specOf(members - 1, new Map()));
  const before = done.kind === 'assigned' ? done.members : new Map<string, ReadonlyMap<string, readonly number[]>>();
  const again = specOf(members, before);
  const mixed = specOf(members, before, true);
  const name = `server ${assignor.name}`;
  return [
    rowOf(`${name}: a new group`, bench, () => assignor.assign(fresh)),
    rowOf(`${name}: one more member`, bench, () => assignor.assign(again)),
    rowOf(`${name}: different subscriptions`, bench, () => assignor.assign(mixed)),
  ];
}

/** The median of some rounds; the first, in which the JIT compiles, does not count. */
function rowOf(name: string, { place, repetitions }: Bench, act: () => unknown): Row {
  const ours: Taken[] = [];
  const plain: Taken[] = [];
  for (let round = 0; round <= repetitions; round++) {
    const own = takenShort(place, act);
    const reference = takenShort(place, plainCount);
    if (round === 0) continue;
    ours.push(own);
    plain.push(reference);
  }
  const millis = ours.map(countedMillis);
  const ratio = median(millis) / Math.max(median(plain.map(countedMillis)), 0.001);
  const detail = `${spread(millis)} ms of ${clockOf(ours)}; ${shown(ratio)} x a loop over members and partitions`;
  return { name, value: median(millis), unit: 'ms', goal: { kind: 'most', value: goalMillis }, detail };
}

/** The reference: touching every pair of member and partition once. */
function plainCount(): number {
  const counts = new Int32Array(memberCount);
  for (let partition = 0; partition < topicCount * partitionsEach; partition++) {
    for (let member = 0; member < memberCount; member++) counts[member] = (counts[member] ?? 0) + ((partition ^ member) & 1);
  }
  return counts[0] ?? 0;
}

function partitionsPerTopic(): PartitionsPerTopic {
  return new Map(topics.map((topic) => [topic, Array.from({ length: partitionsEach }, () => [])]));
}

/** What a member subscribes to: everything, or all but one topic in turn. */
function wanted<T>(all: readonly T[], member: number, isMixed: boolean): readonly T[] {
  return isMixed ? all.filter((_, i) => i !== member % (all.length + 1)) : all;
}

function subscriptionsOf(count: number, before: Assignments, isMixed = false): Map<string, MemberSubscription> {
  const ids = inMemberHashOrder(Array.from({ length: count }, (_, i) => memberId(i)));
  return new Map(
    ids.map((id): [string, MemberSubscription] => {
      const ownedPartitions = before.get(id) ?? [];
      const generationId = ownedPartitions.length === 0 ? null : 5;
      const userData =
        ownedPartitions.length === 0 ? null : ({ kind: 'sticky', partitions: ownedPartitions, generation: generationId } as const);
      const subscribed = wanted(topics, Number(id.slice(-4)), isMixed);
      return [id, { topics: subscribed, ownedPartitions, generationId, rackId: null, groupInstanceId: null, userData }];
    }),
  );
}

function specOf(count: number, before: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>, isMixed = false): GroupSpec {
  const members = new Map(
    Array.from({ length: count }, (_, i): [string, MemberSpec] => {
      const subscribedTopicIds = wanted(topicIds, i, isMixed);
      return [memberId(i), { instanceId: null, subscribedTopicIds, assignment: before.get(memberId(i)) ?? new Map() }];
    }),
  );
  return { members, isHomogeneous: !isMixed, numPartitions: (topicId) => (topicIds.includes(topicId) ? partitionsEach : -1) };
}

function memberId(index: number): string {
  return `consumer-billing-6f1c9a52-77aa-4b2e-9d1f-${String(index).padStart(4, '0')}`;
}

import { expect, test } from 'vitest';
import { groupScheduleOf } from './group-schedule.ts';
import { runGroups } from './run-groups.ts';

const seedCount = 6;

for (let seed = 1; seed <= seedCount; seed++) {
  test(`groups keep Kafka's promises whatever happens to members and coordinators, seed ${String(seed)}`, { timeout: 120_000 }, () => {
    expect(runGroups(groupScheduleOf(seed)).problems).toEqual([]);
  });
}

/** Seeds that found a mistake of ours or a gap of Kafka's (group-gaps.ts), and what of Kafka it was about. */
const once = [
  [34, 'the leader of a rebalance holds the monitor of AbstractCoordinator while it waits for metadata'],
  [373, 'a static member of the consumer protocol is refused for good while its predecessor has a session'],
  [616, 'a member in a rebalance does not heartbeat while its program works'],
  [942, 'a consumer whose bootstrap servers are all down spins, which takes time'],
  [899, 'a static leader that comes back does not see that partitions were added'],
] as const;

test.each(once)('seed %d: %s', { timeout: 120_000 }, (seed) => {
  expect(runGroups(groupScheduleOf(seed)).problems).toEqual([]);
});

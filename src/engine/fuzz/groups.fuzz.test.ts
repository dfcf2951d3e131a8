import { expect, test } from 'vitest';
import { groupScheduleOf } from './group-schedule.ts';
import { runGroups } from './run-groups.ts';

const seedCount = 6;

for (let seed = 1; seed <= seedCount; seed++) {
  test(`groups keep Kafka's promises whatever happens to members and coordinators, seed ${String(seed)}`, { timeout: 120_000 }, () => {
    expect(runGroups(groupScheduleOf(seed)).problems).toEqual([]);
  });
}

/** Seeds that found a mistake of ours, and what of Kafka it was about. */
const once = [[34, 'the leader of a rebalance holds the monitor of AbstractCoordinator while it waits for metadata']] as const;

test.each(once)('seed %d: %s', { timeout: 120_000 }, (seed) => {
  expect(runGroups(groupScheduleOf(seed)).problems).toEqual([]);
});

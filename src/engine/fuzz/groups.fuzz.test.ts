import { expect, test } from 'vitest';
import { groupScheduleOf } from './group-schedule.ts';
import { runGroups } from './run-groups.ts';

const seedCount = 6;

for (let seed = 1; seed <= seedCount; seed++) {
  test(`groups keep Kafka's promises whatever happens to members and coordinators, seed ${String(seed)}`, { timeout: 120_000 }, () => {
    expect(runGroups(groupScheduleOf(seed)).problems).toEqual([]);
  });
}

import { expect, test } from 'vitest';
import { runSchedule } from './run-schedule.ts';
import { scheduleOf } from './schedule.ts';

// A sample of what `npm run soak` plays by the thousand. A seed that fails is played again with `npm run soak -- --from SEED --seeds 1`.

const sampleCount = 40;
const chunk = 5;
/** A chunk takes seconds; this only ends a run that hangs, however busy the machine. */
const timeoutMillis = 600_000;

test.each(Array.from({ length: sampleCount / chunk }, (_, i) => i * chunk))(
  'random faults from seed %i on break no promise, and what is mended recovers',
  (from) => {
    for (let seed = from; seed < from + chunk; seed++) {
      const { violations, problems } = runSchedule(scheduleOf(seed));
      expect({ seed, violations, problems }).toEqual({ seed, violations: [], problems: [] });
    }
  },
  timeoutMillis,
);

test('a schedule is the same every time it is asked for, and so is its run', () => {
  const [first, second] = [scheduleOf(7), scheduleOf(7)];
  expect(second).toEqual(first);
  const digests = [first, second].map((schedule) => runSchedule(schedule, { isChecked: schedule === first }).world.kernel.digest);
  expect(digests[1]).toBe(digests[0]);
});

test('fetchers that back off side by side are woken once each: their timers do not multiply', () => {
  // Two fetchers a broker, a leader that is gone for a while: seed 692 of the schedules.
  const { problems } = runSchedule(scheduleOf(692), { stepsMax: 100_000 });
  expect(problems).toEqual([]);
});

test.each([
  [1067, 'a request that was sent before its connection was known to be gone is not in flight beside the one that replaces it'],
  [1220, 'a leader from the ELR leaves the others there, though it is the only replica now (PartitionChangeBuilder.tryElection)'],
  [1819, 'who is in the ELR and is no replica any more cannot lead (PartitionChangeBuilder.isValidNewLeader)'],
  [5110, 'who is assigned again while the ELR names it begins with an empty log (PartitionChangeBuilder.maybePopulateTargetElr)'],
])('seed %i: %s', (seed) => {
  const { violations, problems } = runSchedule(scheduleOf(seed));
  expect([...violations, ...problems]).toEqual([]);
});

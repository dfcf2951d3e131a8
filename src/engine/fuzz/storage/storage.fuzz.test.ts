import { expect, test } from 'vitest';
import { runSchedule } from '../run-schedule.ts';
import { StorageRun } from './storage-run.ts';
import { storageScheduleOf } from './storage-schedule.ts';

// A sample of what `npm run soak -- --storage` plays by the thousand.

const sampleCount = 40;
const actCount = 300;
/** Ends only a run that hangs, however busy the machine. */
const timeoutMillis = 600_000;

test(
  'a log is what was written to it, whatever stops its broker: a prefix that holds all that was on disk',
  () => {
    const totals: Record<string, number> = {};
    for (let seed = 0; seed < sampleCount; seed++) {
      const { problems, counts } = new StorageRun(seed).play(actCount);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
    }
    for (const [name, count] of Object.entries(totals)) expect({ name, happened: count > 0 }).toEqual({ name, happened: true });
  },
  timeoutMillis,
);

test('a recovery that keeps what stands behind a damaged batch is noticed', () => {
  const problems: string[] = [];
  for (let seed = 0; problems.length === 0 && seed < sampleCount; seed++) {
    const run = new StorageRun(seed);
    const { batches } = run.play(50).log.localLog.activeSegment;
    if (batches.count < 2) continue;
    // As if the last batch but one had been skipped.
    const last = batches.at(batches.count - 1);
    batches.truncate(batches.count - 2);
    batches.push(last);
    problems.push(...run.written.problemsOf(run.log, run.nowMillis));
  }
  expect(problems).not.toEqual([]);
});

// A disk that is full ends a broker without a clean stop; an ISR expansion is dropped; a bit that flips twice is as before; what lies
// behind a damaged batch is the same as before; a broker that is stopped while it starts leaves its disk as it is; nobody can follow a
// leader whose batch is damaged.
test.each([72, 109, 156, 314, 673, 927])(
  'what the random faults of disks of seed %i once seemed to break holds',
  (seed) => {
    const { violations, problems } = runSchedule(storageScheduleOf(seed));
    expect({ violations, problems }).toEqual({ violations: [], problems: [] });
  },
  timeoutMillis,
);

test.each([0, 3, 6])(
  'random faults of disks from seed %i on break no promise of a cluster, and what is mended recovers',
  (from) => {
    for (let seed = from; seed < from + 3; seed++) {
      const { violations, problems } = runSchedule(storageScheduleOf(seed));
      expect({ seed, violations, problems }).toEqual({ seed, violations: [], problems: [] });
    }
  },
  timeoutMillis,
);

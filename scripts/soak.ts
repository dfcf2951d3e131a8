// `npm run soak -- [--seeds N] [--from N] [--link] [--storage | --log | --groups]`: random clusters with random faults, every invariant
// checked after every step, then everything is mended and the cluster must recover. `--storage`: faults of disks too, topics that roll,
// age and are cleaned, and each seed's single log under random treatment first; `--log`: that alone, which is quick. `--groups`: consumer
// groups whose members and coordinators come, hang and fail; owners, committed offsets and the end are checked. Prints each seed that
// fails, what it broke, and how to play it again.
import { groupScheduleOf } from '../src/engine/fuzz/group-schedule.ts';
import { runGroups } from '../src/engine/fuzz/run-groups.ts';
import { scheduleOf } from '../src/engine/fuzz/schedule.ts';
import { runSchedule } from '../src/engine/fuzz/run-schedule.ts';
import type { Schedule } from '../src/engine/fuzz/schedule.ts';
import { StorageRun } from '../src/engine/fuzz/storage/storage-run.ts';
import { storageScheduleOf } from '../src/engine/fuzz/storage/storage-schedule.ts';
import { encodeLink } from '../src/scenario/link.ts';

const usage = 'usage: npm run soak -- [--seeds COUNT] [--from SEED] [--link] [--storage | --log | --groups]';
/** What a log lives through for one seed. */
const logActCount = 300;

interface Options {
  readonly count: number;
  readonly from: number;
  readonly withLink: boolean;
  readonly what: 'clusters' | 'storage' | 'log' | 'groups';
}

function optionsOf(words: readonly string[]): Options {
  const numberAfter = (name: string, otherwise: number): number => {
    const index = words.indexOf(name);
    if (index < 0) return otherwise;
    const value = Number(words[index + 1]);
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(usage);
    return value;
  };
  const what = (['log', 'storage', 'groups'] as const).find((name) => words.includes(`--${name}`)) ?? 'clusters';
  return { count: numberAfter('--seeds', 200), from: numberAfter('--from', 0), withLink: words.includes('--link'), what };
}

/** What went wrong with a seed, a line each; empty when all went well. */
function problemsOf(seed: number, what: Options['what']): readonly string[] {
  try {
    if (what === 'groups') return runGroups(groupScheduleOf(seed)).problems.slice(0, 5);
    const ofLog = what === 'clusters' ? [] : new StorageRun(seed).play(logActCount).problems.slice(0, 3);
    if (what === 'log' || ofLog.length > 0) return ofLog;
    const { violations, problems } = runSchedule(scheduleFor(seed, what));
    const broken = violations
      .slice(0, 3)
      .map(({ id, params, micros }) => `${id} at ${String(micros / 1000)} ms: ${JSON.stringify(params)}`);
    return [...broken, ...problems.slice(0, 3)];
  } catch (error) {
    return [`the engine stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

function scheduleFor(seed: number, what: Exclude<Options['what'], 'groups'>): Schedule {
  return what === 'clusters' ? scheduleOf(seed) : storageScheduleOf(seed);
}

function soak({ count, from, withLink, what }: Options): number {
  const startedMillis = Date.now();
  let failedCount = 0;
  for (let seed = from; seed < from + count; seed++) {
    const problems = problemsOf(seed, what);
    if (problems.length === 0) continue;
    failedCount++;
    console.log(`seed ${String(seed)}`);
    for (const problem of problems) console.log(`  ${problem}`);
    console.log(`  again: npm run soak -- --from ${String(seed)} --seeds 1 --link${what === 'clusters' ? '' : ` --${what}`}`);
    if (withLink) console.log(`  link: #${encodeLink((what === 'groups' ? groupScheduleOf(seed) : scheduleFor(seed, what)).scenario)}`);
  }
  const seconds = (Date.now() - startedMillis) / 1000;
  console.log(`soak: ${String(count)} seeds from ${String(from)}, ${String(failedCount)} failed (${seconds.toFixed(0)} s)`);
  return failedCount === 0 ? 0 : 1;
}

process.exitCode = soak(optionsOf(process.argv.slice(2)));

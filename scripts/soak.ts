// `npm run soak -- [--seeds N] [--from N] [--link]`: random clusters with random faults, every invariant checked after every step, then
// everything is mended and the cluster must recover. Prints each seed that fails, what it broke, and how to play it again.
import { scheduleOf } from '../src/engine/fuzz/schedule.ts';
import { runSchedule } from '../src/engine/fuzz/run-schedule.ts';
import { encodeLink } from '../src/scenario/link.ts';

const usage = 'usage: npm run soak -- [--seeds COUNT] [--from SEED] [--link]';

interface Options {
  readonly count: number;
  readonly from: number;
  readonly withLink: boolean;
}

function optionsOf(words: readonly string[]): Options {
  const numberAfter = (name: string, otherwise: number): number => {
    const index = words.indexOf(name);
    if (index < 0) return otherwise;
    const value = Number(words[index + 1]);
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(usage);
    return value;
  };
  return { count: numberAfter('--seeds', 200), from: numberAfter('--from', 0), withLink: words.includes('--link') };
}

/** What went wrong with a seed, a line each; empty when all went well. */
function problemsOf(seed: number): readonly string[] {
  try {
    const { violations, problems } = runSchedule(scheduleOf(seed));
    const broken = violations
      .slice(0, 3)
      .map(({ id, params, micros }) => `${id} at ${String(micros / 1000)} ms: ${JSON.stringify(params)}`);
    return [...broken, ...problems.slice(0, 3)];
  } catch (error) {
    return [`the engine stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

function soak({ count, from, withLink }: Options): number {
  const startedMillis = Date.now();
  let failedCount = 0;
  for (let seed = from; seed < from + count; seed++) {
    const problems = problemsOf(seed);
    if (problems.length === 0) continue;
    failedCount++;
    console.log(`seed ${String(seed)}`);
    for (const problem of problems) console.log(`  ${problem}`);
    console.log(`  again: npm run soak -- --from ${String(seed)} --seeds 1 --link`);
    if (withLink) console.log(`  link: #${encodeLink(scheduleOf(seed).scenario)}`);
  }
  const seconds = (Date.now() - startedMillis) / 1000;
  console.log(`soak: ${String(count)} seeds from ${String(from)}, ${String(failedCount)} failed (${seconds.toFixed(0)} s)`);
  return failedCount === 0 ? 0 : 1;
}

process.exitCode = soak(optionsOf(process.argv.slice(2)));

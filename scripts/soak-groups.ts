/** Random group runs beyond `npm test`: `npx tsx scripts/soak-groups.ts [COUNT] [FIRST SEED]`. Status 1: a promise broke. */
import { groupScheduleOf } from '../src/engine/fuzz/group-schedule.ts';
import { runGroups } from '../src/engine/fuzz/run-groups.ts';

const [count = 2000, first = 1] = process.argv.slice(2).map(Number);
let failed = 0;
let generations = 0;
for (let seed = first; seed < first + count; seed++) {
  const { problems, generationCount } = runGroups(groupScheduleOf(seed));
  generations += generationCount;
  if (problems.length === 0) continue;
  failed++;
  console.log(`seed ${String(seed)}:\n  ${problems.slice(0, 5).join('\n  ')}`);
}
console.log(`${String(count)} runs, ${String(generations)} generations, ${String(failed)} with broken promises`);
process.exitCode = failed === 0 ? 0 : 1;

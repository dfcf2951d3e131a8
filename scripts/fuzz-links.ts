// Opens hostile links and files, ten thousand unless another number is given, and says what came of each way of making them.
// Fails when one crashes, opens as something it does not say, or is refused without a place and a reason in both languages.
import { hostile } from '../src/scenario/fuzz/hostile.ts';
import { judge } from '../src/scenario/fuzz/judge.ts';

const count = Number(process.argv[2] ?? 10_000);
const tally = new Map<string, Map<string, number>>();
let wrongCount = 0;
for (let number = 0; number < count; number++) {
  const made = hostile(number);
  const verdict = judge(made);
  const codes = tally.get(made.how) ?? new Map<string, number>();
  const name = verdict.kind === 'refused' ? verdict.code : verdict.kind;
  codes.set(name, (codes.get(name) ?? 0) + 1);
  tally.set(made.how, codes);
  if (verdict.kind !== 'wrong') continue;
  wrongCount += 1;
  console.error(`number ${String(number)}, ${made.how}: ${verdict.why}`);
}
for (const [how, codes] of tally) {
  const parts = [...codes].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${String(times)}`);
  console.log(`${how}: ${parts.join(', ')}`);
}
console.log(`hostile links and files: ${String(count)} opened, ${String(wrongCount)} wrong`);
process.exitCode = wrongCount === 0 && count > 0 ? 0 : 1;

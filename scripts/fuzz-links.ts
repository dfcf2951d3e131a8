// Opens hostile links and files, and hostile lesson files, and plays presets with odd settings, ten thousand of each unless another number
// is given, and says what came of each way of making them.
// Fails when one crashes, opens as something it does not say, or is refused without a place and a reason in both languages.
import { hostileLesson } from '../src/headless/fuzz/hostile-lessons.ts';
import { judgeLesson } from '../src/headless/fuzz/judge-lesson.ts';
import { judgeOdd, oddScenario } from '../src/headless/fuzz/odd-settings.ts';
import type { OddVerdict } from '../src/headless/fuzz/odd-settings.ts';
import { hostile } from '../src/scenario/fuzz/hostile.ts';
import { judge } from '../src/scenario/fuzz/judge.ts';

const count = Number(process.argv[2] ?? 10_000);
const tally = new Map<string, Map<string, number>>();
let wrongCount = 0;
let openedCount = 0;

function note(number: number, how: string, verdict: ReturnType<typeof judge> | ReturnType<typeof judgeLesson> | OddVerdict): void {
  const codes = tally.get(how) ?? new Map<string, number>();
  const name = verdict.kind === 'refused' ? verdict.code : verdict.kind;
  codes.set(name, (codes.get(name) ?? 0) + 1);
  tally.set(how, codes);
  openedCount += 1;
  if (verdict.kind !== 'wrong') return;
  wrongCount += 1;
  console.error(`number ${String(number)}, ${how}: ${verdict.why}`);
}

for (let number = 0; number < count; number++) {
  const made = hostile(number);
  note(number, made.how, judge(made));
}
for (let number = 0; number < count; number++) {
  const { how, text } = hostileLesson(number);
  note(number, how, judgeLesson(text));
}
for (let number = 0; number < count; number++) {
  const odd = oddScenario(number);
  const verdict = judgeOdd(odd);
  note(number, 'odd settings', verdict.kind === 'wrong' ? { ...verdict, why: `${odd.how}: ${verdict.why}` } : verdict);
}
for (const [how, codes] of tally) {
  const parts = [...codes].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${String(times)}`);
  console.log(`${how}: ${parts.join(', ')}`);
}
console.log(`hostile links, files and lessons, odd settings: ${String(openedCount)} opened, ${String(wrongCount)} wrong`);
process.exitCode = wrongCount === 0 && count > 0 ? 0 : 1;

import { expect, test } from 'vitest';
import { hostile, wayNames } from './hostile.ts';
import { judge } from './judge.ts';

/** `npx tsx scripts/fuzz-links.ts` opens ten thousand. */
const count = 1_800;

test('whatever is opened is opened as what it says, or refused with place and reason', () => {
  const wrong: string[] = [];
  const refused = new Map<string, number>();
  for (let number = 0; number < count; number++) {
    const made = hostile(number);
    const verdict = judge(made);
    if (verdict.kind === 'wrong') wrong.push(`${String(number)}, ${made.how}: ${verdict.why}`);
    if (verdict.kind === 'refused') refused.set(made.how, (refused.get(made.how) ?? 0) + 1);
  }
  expect(wrong).toEqual([]);
  // Each way does damage: one that never does would show nothing.
  expect([...refused.keys()].sort()).toEqual([...wayNames].sort());
});

test('the judge finds what is wrong', () => {
  const good = hostile(wayNames.indexOf('a file with damaged text'));
  expect(judge({ ...good, text: '{"format":1}' })).toMatchObject({ kind: 'refused' });
  expect(judge({ ...good, kind: 'link', text: '1.d.4.AAAAAA.AAAA' })).toEqual({ kind: 'refused', code: 'link-damaged' });
});

import { expect, test } from 'vitest';
import { judgeOdd, oddScenario } from './odd-settings.ts';

/** `npx tsx scripts/fuzz-links.ts` plays ten thousand. */
const count = 240;

test('whatever settings are taken are played, and what cannot be is refused', () => {
  const wrong: string[] = [];
  const kinds = { played: 0, refused: 0, wrong: 0 };
  for (let number = 0; number < count; number++) {
    const odd = oddScenario(number);
    const verdict = judgeOdd(odd);
    kinds[verdict.kind]++;
    if (verdict.kind === 'wrong') wrong.push(`${String(number)}, ${odd.how}: ${verdict.why}`);
  }
  expect(wrong).toEqual([]);
  // Either would show nothing were it all.
  expect(kinds.played).toBeGreaterThan(count / 10);
  expect(kinds.refused).toBeGreaterThan(count / 10);
});

/** What is asked for on the command line of `npm run bench`. */
import type { BenchSize } from './measure.ts';
import { suiteNames } from './suite-names.ts';
import type { SuiteName } from './suite-names.ts';

/** Suites, where they run, and how much of them. */
export interface Asked {
  readonly suites: readonly SuiteName[];
  readonly place: 'worker' | 'node';
  readonly size: BenchSize;
}

/** Reads the words; a text says what is wrong with them. */
export function askedBy(words: readonly string[]): Asked | string {
  const options = new Map([
    ['--in', 'worker'],
    ['--repetitions', '7'],
    ['--share', '1'],
  ]);
  const named: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('--')) named.push(word);
    else if (options.has(word)) options.set(word, words[++i] ?? '');
    else return `no such option: ${word}; there are: ${[...options.keys()].join(', ')}`;
  }
  const unknown = named.filter((word) => !suiteNames.some((name) => name === word));
  if (unknown.length > 0) return `no such suite: ${unknown.join(', ')}; there are: ${suiteNames.join(', ')}`;
  const place = options.get('--in');
  if (place !== 'worker' && place !== 'node') return '--in worker, or --in node';
  const size = { repetitions: Number(options.get('--repetitions')), share: Number(options.get('--share')) };
  if (!Number.isSafeInteger(size.repetitions) || size.repetitions < 1) return '--repetitions is a count, 1 or more';
  if (!(size.share > 0 && size.share <= 1)) return '--share lies above 0 and is 1 at most';
  return { suites: suiteNames.filter((name) => named.length === 0 || named.includes(name)), place, size };
}

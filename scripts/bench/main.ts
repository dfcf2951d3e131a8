/** One suite of the benchmarks, in this process. The bundle of this file is what `scripts/bench.ts` runs. */
import { eventsSuite } from './events.ts';
import { isReached, print } from './measure.ts';
import type { Row } from './measure.ts';
import { producerSuite } from './producer.ts';
import { searchSuite } from './search.ts';
import { seekSuite } from './seek.ts';
import type { SuiteName } from './suite-names.ts';

const suites: { readonly [Name in SuiteName]: (repetitions: number) => readonly Row[] } = {
  producer: producerSuite,
  events: eventsSuite,
  seek: (repetitions) => seekSuite('classroom', repetitions),
  'seek-large': (repetitions) => seekSuite('large', repetitions),
  search: searchSuite,
};

const words = process.argv.slice(2);
const repetitions = Number(words[words.indexOf('--repetitions') + 1] ?? 7);
const name = words.find((word): word is SuiteName => Object.keys(suites).includes(word)) ?? 'producer';
const rows = suites[name](words.includes('--repetitions') ? repetitions : 7);
for (const row of rows) print(row);
process.exitCode = rows.every(isReached) ? 0 : 1;

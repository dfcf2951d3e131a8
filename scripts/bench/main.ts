/** One suite of the benchmarks, in this process. The bundle of this file is what `scripts/bench.ts` runs. */
import { assignorsSuite } from './assignors.ts';
import { bytesSuite } from './bytes.ts';
import { eventsSuite } from './events.ts';
import { isReached, print } from './measure.ts';
import type { BenchSize, Row } from './measure.ts';
import { memorySuite } from './memory.ts';
import { producerSuite } from './producer.ts';
import { searchSuite } from './search.ts';
import { seekSuite } from './seek.ts';
import type { SuiteName } from './suite-names.ts';

const suites: { readonly [Name in SuiteName]: (size: BenchSize) => readonly Row[] | Promise<readonly Row[]> } = {
  producer: (size) => producerSuite('none', size),
  'producer-acks-1': (size) => producerSuite('acks-1', size),
  'producer-acks-all': (size) => producerSuite('acks-all', size),
  events: eventsSuite,
  seek: (size) => seekSuite('classroom', size),
  'seek-large': (size) => seekSuite('large', size),
  search: searchSuite,
  bytes: bytesSuite,
  memory: memorySuite,
  assignors: assignorsSuite,
};

const words = process.argv.slice(2);
const option = (name: string, usual: number): number => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : usual);
const name = words.find((word): word is SuiteName => Object.keys(suites).includes(word)) ?? 'producer';
const rows = await suites[name]({ repetitions: option('--repetitions', 7), share: option('--share', 1) });
for (const row of rows) print(row);
process.exitCode = rows.every(isReached) ? 0 : 1;

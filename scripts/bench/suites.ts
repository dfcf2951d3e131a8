/** The suites that run in every place. */
import { assignorsSuite } from './assignors.ts';
import { eventsSuite } from './events.ts';
import type { BenchSize, Row } from './measure.ts';
import type { Bench } from './places/place.ts';
import { producerSuite } from './producer.ts';
import { searchSuite } from './search.ts';
import { seekSuite } from './seek.ts';
import type { EngineSuiteName } from './suite-names.ts';

/** Measures, and says what was reached. */
export type Suite = (bench: Bench) => readonly Row[] | Promise<readonly Row[]>;

/** What a worker is told: which suite, and how much of it. Its answer is the suite's rows. */
export interface SuiteOrder {
  readonly suite: EngineSuiteName;
  readonly size: BenchSize;
}

/** Suites of the engine alone, by their names. */
export const engineSuites: { readonly [Name in EngineSuiteName]: Suite } = {
  producer: (bench) => producerSuite('none', bench),
  'producer-acks-1': (bench) => producerSuite('acks-1', bench),
  'producer-acks-all': (bench) => producerSuite('acks-all', bench),
  events: eventsSuite,
  seek: (bench) => seekSuite('classroom', bench),
  'seek-large': (bench) => seekSuite('large', bench),
  search: searchSuite,
  assignors: assignorsSuite,
};

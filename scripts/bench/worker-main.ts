/** One suite of the benchmarks, in a dedicated worker. The bundle of this file is what `scripts/bench.ts` runs in a browser. */
import { workForPage, workerPlace } from './places/worker-place.ts';
import { engineSuites } from './suites.ts';
import type { SuiteOrder } from './suites.ts';

workForPage(async ({ suite, size }: SuiteOrder) => engineSuites[suite]({ place: workerPlace, ...size }));

/** One suite of the benchmarks, in this process. The bundle of this file is what `scripts/bench.ts` runs in Node. */
import { bytesSuite } from './bytes.ts';
import { isReached, measuredIn, print } from './measure.ts';
import { memorySuite } from './memory.ts';
import { nodePlace } from './places/node-place.ts';
import type { SuiteName } from './suite-names.ts';
import { engineSuites } from './suites.ts';
import type { Suite } from './suites.ts';
import { askedBy } from './words.ts';

const suites: { readonly [Name in SuiteName]: Suite } = { ...engineSuites, bytes: bytesSuite, memory: memorySuite };

const asked = askedBy(process.argv.slice(2));
if (typeof asked === 'string') throw new Error(asked);
const [name] = asked.suites;
if (name === undefined) throw new Error('no suite');
const rows = await suites[name]({ place: nodePlace, ...asked.size });
const [major = ''] = process.versions.node.split('.');
for (const row of rows) print(measuredIn(`Node ${major}`, row));
process.exitCode = rows.every(isReached) ? 0 : 1;

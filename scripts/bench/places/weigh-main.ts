/** A worker for the test of the scales: it weighs itself before, while and after it keeps something alive. */
import { workForPage, workerPlace } from './worker-place.ts';

const floats = (): unknown => new Float64Array(1_000_000).fill(1);
const objects = (): unknown => Array.from({ length: 1_000_000 }, (_, index) => ({ index, half: index + 0.5 }));

/** Bytes, beside those before: while it is kept, and once it is dropped. */
async function weigh(make: () => unknown): Promise<{ readonly keptBytes: number; readonly leftBytes: number }> {
  const kept: unknown[] = [];
  const before = await workerPlace.liveBytes();
  kept.push(make());
  const during = await workerPlace.liveBytes();
  kept.length = 0;
  return { keptBytes: during - before, leftBytes: (await workerPlace.liveBytes()) - before };
}

/** Milliseconds of processor time between two readings with nothing between them; null where the system does not tell. */
function readingMillis(): number | null {
  const first = workerPlace.cpuMillis();
  const second = workerPlace.cpuMillis();
  return first === null || second === null ? null : second - first;
}

workForPage(async () => ({ floats: await weigh(floats), objects: await weigh(objects), readingMillis: readingMillis() }));

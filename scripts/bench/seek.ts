/** Time travel: how long a seek to any point takes, what the checkpoints weigh, and what taking them costs. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import type { Kernel } from '../../src/engine/kernel/kernel.ts';
import { Session } from '../../src/engine/session/session.ts';
import { Random } from '../../src/engine/kernel/random.ts';
import { median, percentile, shown, spread } from './measure.ts';
import type { Row } from './measure.ts';
import type { Bench, Place } from './places/place.ts';
import { clockOf, countedMillis, taken, takenShort } from './places/taken.ts';
import type { Taken } from './places/taken.ts';
import { plainStateOf } from './plain-state.ts';
import { classroomScene, largeScene } from './scenes.ts';

const sizes = {
  classroom: { scene: classroomScene, seconds: 600, seekCount: 300, p95Millis: 4, checkpointMegabytes: 16 },
  large: { scene: largeScene, seconds: 46, seekCount: 100, p95Millis: 50, checkpointMegabytes: 128 },
} as const;

/** So often the world goes elsewhere before its checkpoints are weighed. */
const weighedSeekCount = 10;

type SceneSize = keyof typeof sizes;

/** What one round finds out about time. */
interface Round {
  /** The run without checkpoints, and with them. */
  readonly plain: Taken;
  readonly kept: Taken;
  readonly seeks: readonly Taken[];
  /** What a restore would take if a checkpoint were a structured clone of the state. */
  readonly cloneMillis: number;
  readonly stepCount: number;
  readonly recordCount: number;
  readonly checkpointCount: number;
}

/** One scene: seek times at the 95th percentile, megabytes, and the slowdown of the run. */
export async function seekSuite(size: SceneSize, bench: Bench): Promise<readonly Row[]> {
  const rounds: Round[] = [];
  for (let round = 0; round <= bench.repetitions; round++) {
    const found = measureRound(size, bench, round + 1);
    // The first round lets the JIT compile what the following ones run.
    if (round > 0) rounds.push(found);
  }
  // In rounds of their own: a forced collection throws away much of the compiled code, and no page has one.
  const megabytes: number[] = [];
  for (let round = 0; round < bench.repetitions; round++) megabytes.push(await weighRound(size, bench, round + 1));
  return [seekRow(size, rounds), memoryRow(size, megabytes), slowdownRow(size, rounds)];
}

function seekRow(size: SceneSize, rounds: readonly Round[]): Row {
  const shareOf = (share: number, of: (seek: Taken) => number): number[] => rounds.map(({ seeks }) => percentile(seeks.map(of), share));
  const wallP95s = shareOf(0.95, ({ wallMillis }) => wallMillis);
  const medians = shareOf(0.5, ({ wallMillis }) => wallMillis);
  const isCpuTold = rounds.every(({ seeks }) => seeks.every(({ cpuMillis }) => cpuMillis !== null));
  const cpu = isCpuTold ? `, CPU p95 ${spread(shareOf(0.95, countedMillis))}` : '';
  const { stepCount = 0, recordCount = 0, checkpointCount = 0 } = rounds[0] ?? {};
  const what = `${String(stepCount)} steps, ${String(recordCount)} records, ${String(checkpointCount)} checkpoints`;
  const cloneMillis = median(rounds.map((round) => round.cloneMillis));
  const clone = `structuredClone of the same state ${shown(cloneMillis)} ms, ${shown(cloneMillis / median(wallP95s))}x`;
  const replayMillis = median(rounds.map(({ plain }) => countedMillis(plain)));
  const references = `in the same run: ${clone}; replay from the beginning ${shown(replayMillis)} ms`;
  return {
    name: `${size}: seek anywhere, 95th percentile`,
    // Processor time of a few milliseconds counts the threads beside the worker's own that compile and collect garbage, or is not told.
    value: median(wallP95s),
    unit: 'ms',
    goal: { kind: 'most', value: sizes[size].p95Millis },
    detail: `wall p95 ${spread(wallP95s)}, median ${spread(medians)}${cpu} ms; ${what}; ${references}`,
  };
}

function memoryRow(size: SceneSize, megabytes: readonly number[]): Row {
  return {
    name: `${size}: memory of all checkpoints`,
    value: median(megabytes),
    unit: 'MB',
    goal: { kind: 'most', value: sizes[size].checkpointMegabytes },
    detail: `${spread(megabytes)} MB beside the same world without`,
  };
}

function slowdownRow(size: SceneSize, rounds: readonly Round[]): Row {
  const keptMillis = rounds.map(({ kept }) => countedMillis(kept));
  const plainMillis = rounds.map(({ plain }) => countedMillis(plain));
  const slowdown = rounds.map(({ kept, plain }) => countedMillis(kept) / countedMillis(plain));
  const clock = clockOf(rounds.flatMap(({ kept, plain }) => [kept, plain]));
  return {
    name: `${size}: the run slowed by checkpoints`,
    value: median(slowdown),
    unit: 'x',
    goal: { kind: 'most', value: 2 },
    detail: `${spread(slowdown)}; ${spread(keptMillis)} ms against ${spread(plainMillis)} ms of ${clock} without`,
  };
}

function measureRound(size: SceneSize, { place, share }: Bench, seed: number): Round {
  const { scene, seekCount } = sizes[size];
  const seconds = sizes[size].seconds * share;
  const plain = taken(place, () => runPlain(size, seconds));
  const world = new ClusterWorld(scene());
  const session = new Session(world, []);
  const kept = taken(place, () => session.seekMicros(seconds * 1e6));
  const stepCount = world.kernel.position.steps;
  const recordCount = world.cluster.ledger.totals.sent;
  const { checkpointCount } = session;
  const seeks = seekTimes(place, session, { untilMicros: seconds * 1e6, count: Math.ceil(seekCount * share), seed });
  const state = plainStateOf(world.kernel);
  const { wallMillis: cloneMillis } = takenShort(place, () => structuredClone(state));
  return { plain, kept, seeks, cloneMillis, stepCount, recordCount, checkpointCount };
}

/** Megabytes of all checkpoints, beside the same world without. A function of its own: nobody may hold it when the next one is weighed. */
async function weighRound(size: SceneSize, { place, share }: Bench, seed: number): Promise<number> {
  const seconds = sizes[size].seconds * share;
  const plainBytes = await weighPlain(size, place, seconds);
  const base = await place.liveBytes();
  const session = new Session(new ClusterWorld(sizes[size].scene()), []);
  session.seekMicros(seconds * 1e6);
  seekTimes(place, session, { untilMicros: seconds * 1e6, count: weighedSeekCount, seed });
  session.seekMicros(seconds * 1e6);
  const heldBytes = (await place.liveBytes()) - base - plainBytes;
  // Looked at once more, so that the checkpoints are still there when they are weighed.
  return session.checkpointCount > 0 ? heldBytes / 1e6 : 0;
}

/** What the world itself weighs at the end. */
async function weighPlain(size: SceneSize, place: Place, seconds: number): Promise<number> {
  const base = await place.liveBytes();
  const kernel = runPlain(size, seconds);
  const bytes = (await place.liveBytes()) - base;
  return kernel.position.steps > 0 ? bytes : 0;
}

/** Where seeks go. */
interface Points {
  readonly untilMicros: number;
  readonly count: number;
  readonly seed: number;
}

function seekTimes(place: Place, session: Session, points: Points): Taken[] {
  const random = Random.forLabel(points.seed, 'seeks');
  return Array.from({ length: points.count }, () => {
    const micros = random.below(points.untilMicros);
    return takenShort(place, () => session.seek({ micros, steps: -1 }));
  });
}

/** The same run without a session. */
function runPlain(size: SceneSize, seconds: number): Kernel {
  const { kernel } = new ClusterWorld(sizes[size].scene());
  while (kernel.nextStepMicros() <= seconds * 1e6) kernel.step();
  return kernel;
}

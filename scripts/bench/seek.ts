/** Time travel: how long a seek to any point takes, what the checkpoints weigh, and what taking them costs. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import { Session } from '../../src/engine/session/session.ts';
import { Random } from '../../src/engine/kernel/random.ts';
import { liveBytes, median, percentile, spread, taken, takenShort } from './measure.ts';
import type { Row, Taken } from './measure.ts';
import { classroomScene, largeScene } from './scenes.ts';

const sizes = {
  classroom: { scene: classroomScene, seconds: 600, seekCount: 300, p95Millis: 4, checkpointMegabytes: 16 },
  large: { scene: largeScene, seconds: 46, seekCount: 100, p95Millis: 50, checkpointMegabytes: 128 },
} as const;

/** What one round finds out. */
interface Round {
  readonly plainMillis: number;
  readonly keptMillis: number;
  readonly seeks: readonly Taken[];
  readonly megabytes: number;
  readonly stepCount: number;
  readonly recordCount: number;
  readonly checkpointCount: number;
}

/** One scene: seek times at the 95th percentile, megabytes, and the slowdown of the run. */
export function seekSuite(size: keyof typeof sizes, repetitions: number): readonly Row[] {
  const { p95Millis, checkpointMegabytes } = sizes[size];
  const rounds: Round[] = [];
  for (let round = 0; round <= repetitions; round++) {
    const found = measureRound(size, round + 1);
    // The first round lets the JIT compile what the following ones run.
    if (round > 0) rounds.push(found);
  }
  const plainMillis = rounds.map((round) => round.plainMillis);
  const p95s = rounds.map(({ seeks }) =>
    percentile(
      seeks.map(({ cpuMillis }) => cpuMillis),
      0.95,
    ),
  );
  const medians = rounds.map(({ seeks }) => median(seeks.map(({ cpuMillis }) => cpuMillis)));
  const wallP95s = rounds.map(({ seeks }) =>
    percentile(
      seeks.map(({ wallMillis }) => wallMillis),
      0.95,
    ),
  );
  const megabytes = rounds.map((round) => round.megabytes);
  const slowdown = rounds.map((round) => round.keptMillis / round.plainMillis);
  const { stepCount = 0, recordCount = 0, checkpointCount = 0 } = rounds[0] ?? {};
  const what = `${String(stepCount)} steps, ${String(recordCount)} records, ${String(checkpointCount)} checkpoints`;
  return [
    {
      name: `${size}: seek anywhere, 95th percentile`,
      value: median(p95s),
      unit: 'ms',
      goal: { kind: 'most', value: p95Millis },
      detail: `CPU p95 ${spread(p95s)}, median ${spread(medians)}, wall p95 ${spread(wallP95s)} ms; ${what}`,
    },
    {
      name: `${size}: replay from the beginning beside a seek`,
      value: median(plainMillis) / median(p95s),
      unit: 'x',
      goal: { kind: 'least', value: 1 },
      detail: `the reference of the same run: the whole run without checkpoints, ${spread(plainMillis)} ms`,
    },
    {
      name: `${size}: memory of all checkpoints`,
      value: median(megabytes),
      unit: 'MB',
      goal: { kind: 'most', value: checkpointMegabytes },
      detail: `${spread(megabytes)} MB beside the same world without; structuredClone of the prototype: 140 MiB (performance.md 2.3)`,
    },
    {
      name: `${size}: the run slowed by checkpoints`,
      value: median(slowdown),
      unit: 'x',
      goal: { kind: 'most', value: 2 },
      detail: `${spread(slowdown)}; ${spread(rounds.map((round) => round.keptMillis))} ms against ${spread(plainMillis)} ms of CPU without`,
    },
  ];
}

/** A function of its own: what a round leaves behind must not be held by anybody when the next one weighs. */
function measureRound(size: keyof typeof sizes, seed: number): Round {
  const { scene, seconds, seekCount } = sizes[size];
  const plain = runPlain(size);
  const base = liveBytes();
  const world = new ClusterWorld(scene());
  const session = new Session(world, []);
  const { cpuMillis: keptMillis } = taken(() => session.seekMicros(seconds * 1e6));
  const megabytes = (liveBytes() - base - plain.bytes) / 1e6;
  const stepCount = world.kernel.position.steps;
  const recordCount = world.cluster.ledger.totals.sent;
  const { checkpointCount } = session;
  const seeks = seekTimes(session, { untilMicros: seconds * 1e6, count: seekCount, seed });
  return { plainMillis: plain.cpuMillis, keptMillis, seeks, megabytes, stepCount, recordCount, checkpointCount };
}

function seekTimes(session: Session, points: { readonly untilMicros: number; readonly count: number; readonly seed: number }): Taken[] {
  const random = Random.forLabel(points.seed, 'seeks');
  return Array.from({ length: points.count }, () => {
    const micros = random.below(points.untilMicros);
    return takenShort(() => session.seek({ micros, steps: -1 }));
  });
}

/** The same run without a session: its time, and what the world itself weighs at the end. */
function runPlain(size: keyof typeof sizes): { readonly cpuMillis: number; readonly bytes: number } {
  const { scene, seconds } = sizes[size];
  const base = liveBytes();
  const { kernel } = new ClusterWorld(scene());
  const { cpuMillis } = taken(() => {
    while (kernel.nextStepMicros() <= seconds * 1e6) kernel.step();
  });
  const bytes = liveBytes() - base;
  // Looked at once more, so that the world is still there when it is weighed.
  return { cpuMillis, bytes: kernel.position.steps > 0 ? bytes : 0 };
}

/** Time travel: how long a seek to any point takes, what the checkpoints weigh, and what taking them costs. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import { Session } from '../../src/engine/session/session.ts';
import { Random } from '../../src/engine/kernel/random.ts';
import { liveBytes, median, percentile, shown, spread, taken, takenShort } from './measure.ts';
import type { BenchSize, Row, Taken } from './measure.ts';
import { plainStateOf } from './plain-state.ts';
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
  /** What a restore would take if a checkpoint were a structured clone of the state. */
  readonly cloneMillis: number;
  readonly megabytes: number;
  readonly stepCount: number;
  readonly recordCount: number;
  readonly checkpointCount: number;
}

/** One scene: seek times at the 95th percentile, megabytes, and the slowdown of the run. */
export function seekSuite(size: keyof typeof sizes, { repetitions, share }: BenchSize): readonly Row[] {
  const { p95Millis, checkpointMegabytes } = sizes[size];
  const rounds: Round[] = [];
  for (let round = 0; round <= repetitions; round++) {
    const found = measureRound(size, share, round + 1);
    // The first round lets the JIT compile what the following ones run.
    if (round > 0) rounds.push(found);
  }
  const plainMillis = rounds.map((round) => round.plainMillis);
  const shareOf = (share: number, of: (taken: Taken) => number): number[] => rounds.map(({ seeks }) => percentile(seeks.map(of), share));
  const wallP95s = shareOf(0.95, ({ wallMillis }) => wallMillis);
  const cpuP95s = shareOf(0.95, ({ cpuMillis }) => cpuMillis);
  const medians = shareOf(0.5, ({ wallMillis }) => wallMillis);
  const megabytes = rounds.map((round) => round.megabytes);
  const slowdown = rounds.map((round) => round.keptMillis / round.plainMillis);
  const { stepCount = 0, recordCount = 0, checkpointCount = 0 } = rounds[0] ?? {};
  const what = `${String(stepCount)} steps, ${String(recordCount)} records, ${String(checkpointCount)} checkpoints`;
  const cloneMillis = median(rounds.map((round) => round.cloneMillis));
  const clone = `structuredClone of the same state ${shown(cloneMillis)} ms, ${shown(cloneMillis / median(wallP95s))}x`;
  const references = `in the same run: ${clone}; replay from the beginning ${shown(median(plainMillis))} ms`;
  return [
    {
      name: `${size}: seek anywhere, 95th percentile`,
      // Processor time of a few milliseconds counts the threads beside the worker's own that compile and collect garbage.
      value: median(wallP95s),
      unit: 'ms',
      goal: { kind: 'most', value: p95Millis },
      detail: `wall p95 ${spread(wallP95s)}, median ${spread(medians)}, CPU p95 ${spread(cpuP95s)} ms; ${what}; ${references}`,
    },
    {
      name: `${size}: memory of all checkpoints`,
      value: median(megabytes),
      unit: 'MB',
      goal: { kind: 'most', value: checkpointMegabytes },
      detail: `${spread(megabytes)} MB beside the same world without`,
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
function measureRound(size: keyof typeof sizes, share: number, seed: number): Round {
  const { scene, seekCount } = sizes[size];
  const seconds = sizes[size].seconds * share;
  const plain = runPlain(size, seconds);
  const base = liveBytes();
  const world = new ClusterWorld(scene());
  const session = new Session(world, []);
  const { cpuMillis: keptMillis } = taken(() => session.seekMicros(seconds * 1e6));
  const stepCount = world.kernel.position.steps;
  const recordCount = world.cluster.ledger.totals.sent;
  const { checkpointCount } = session;
  const seeks = seekTimes(session, { untilMicros: seconds * 1e6, count: Math.ceil(seekCount * share), seed });
  // Weighed afterwards: a forced collection throws away much of the compiled code, and no page has one before a seek.
  session.seekMicros(seconds * 1e6);
  const megabytes = (liveBytes() - base - plain.bytes) / 1e6;
  const state = plainStateOf(world.kernel);
  const { wallMillis: cloneMillis } = takenShort(() => structuredClone(state));
  return { plainMillis: plain.cpuMillis, keptMillis, seeks, cloneMillis, megabytes, stepCount, recordCount, checkpointCount };
}

function seekTimes(session: Session, points: { readonly untilMicros: number; readonly count: number; readonly seed: number }): Taken[] {
  const random = Random.forLabel(points.seed, 'seeks');
  return Array.from({ length: points.count }, () => {
    const micros = random.below(points.untilMicros);
    return takenShort(() => session.seek({ micros, steps: -1 }));
  });
}

/** The same run without a session: its time, and what the world itself weighs at the end. */
function runPlain(size: keyof typeof sizes, seconds: number): { readonly cpuMillis: number; readonly bytes: number } {
  const { scene } = sizes[size];
  const base = liveBytes();
  const { kernel } = new ClusterWorld(scene());
  const { cpuMillis } = taken(() => {
    while (kernel.nextStepMicros() <= seconds * 1e6) kernel.step();
  });
  const bytes = liveBytes() - base;
  // Looked at once more, so that the world is still there when it is weighed.
  return { cpuMillis, bytes: kernel.position.steps > 0 ? bytes : 0 };
}

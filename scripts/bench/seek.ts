/** Time travel: how long a seek to any point takes, what the checkpoints weigh, and what taking them costs. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import { Session } from '../../src/engine/session/session.ts';
import { liveBytes, median, percentile, shown, spread, taken } from './measure.ts';
import type { Row } from './measure.ts';
import { classroomScene, largeScene } from './scenes.ts';

const sizes = {
  classroom: { scene: classroomScene, seconds: 600, seekCount: 300, p95Millis: 4, checkpointMegabytes: 16 },
  large: { scene: largeScene, seconds: 46, seekCount: 100, p95Millis: 50, checkpointMegabytes: 128 },
} as const;

/** One scene: seek times at the 95th percentile, megabytes, and the slowdown of the run. */
export function seekSuite(size: keyof typeof sizes, repetitions: number): readonly Row[] {
  const { scene, seconds, seekCount, p95Millis, checkpointMegabytes } = sizes[size];
  const plainMillis: number[] = [];
  const keptMillis: number[] = [];
  const p95s: number[] = [];
  const medians: number[] = [];
  const megabytes: number[] = [];
  let stepCount = 0;
  let checkpointCount = 0;
  let recordCount = 0;
  for (let round = 0; round <= repetitions; round++) {
    const plain = runPlain(size);
    const base = liveBytes();
    const world = new ClusterWorld(scene());
    const session = new Session(world, []);
    const keptTaken = taken(() => session.seekMicros(seconds * 1e6));
    const weight = (liveBytes() - base - plain.bytes) / 1e6;
    const seeks = seekTimes(session, seconds * 1e6, seekCount, round + 1);
    stepCount = world.kernel.position.steps;
    checkpointCount = session.checkpointCount;
    recordCount = world.cluster.ledger.totals.sent;
    if (round === 0) continue;
    plainMillis.push(plain.cpuMillis);
    keptMillis.push(keptTaken.cpuMillis);
    p95s.push(percentile(seeks, 0.95));
    medians.push(median(seeks));
    megabytes.push(weight);
  }
  const slowdown = keptMillis.map((kept, i) => kept / (plainMillis[i] ?? kept));
  const what = `${String(stepCount)} steps, ${String(recordCount)} records, ${String(checkpointCount)} checkpoints`;
  const replay = `replay from the beginning instead: up to ${shown(median(plainMillis))} ms`;
  return [
    {
      name: `${size}: seek anywhere, 95th percentile`,
      value: median(p95s),
      unit: 'ms',
      goal: { kind: 'most', value: p95Millis },
      detail: `p95 ${spread(p95s)}, median ${spread(medians)} ms; ${what}; ${replay}`,
    },
    {
      name: `${size}: memory of all checkpoints`,
      value: median(megabytes),
      unit: 'MB',
      goal: { kind: 'most', value: checkpointMegabytes },
      detail: `${spread(megabytes)} MB; structuredClone of the prototype's state every 1,000 events: 140 MiB (performance.md 2.3)`,
    },
    {
      name: `${size}: the run slowed by checkpoints`,
      value: median(slowdown),
      unit: 'x',
      goal: { kind: 'most', value: 2 },
      detail: `${spread(slowdown)}; ${spread(keptMillis)} ms against ${spread(plainMillis)} ms of CPU without`,
    },
  ];
}

function seekTimes(session: Session, untilMicros: number, count: number, seed: number): number[] {
  let state = seed >>> 0;
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const micros = Math.floor((state / 4294967296) * untilMicros);
    times.push(taken(() => session.seek({ micros, steps: -1 })).wallMillis);
  }
  return times;
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

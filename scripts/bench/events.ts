/**
 * Events a second on a running cluster (an event is a step of the kernel: a message, a timer or a notice), and what one costs when the
 * cluster is sixty times larger.
 */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import { median, spread, taken } from './measure.ts';
import type { BenchSize, Row } from './measure.ts';
import { classroomScene, largeScene } from './scenes.ts';
import type { Scenario } from '../../src/contract/scenario.ts';

const classroomSeconds = 600;
const largeSeconds = 12;

/** Five brokers and 18 partitions, then thirty brokers and a thousand. */
export function eventsSuite({ repetitions, share }: BenchSize): readonly Row[] {
  const small: Rate[] = [];
  const large: Rate[] = [];
  for (let round = 0; round <= repetitions; round++) {
    const own = [rate(classroomScene(), classroomSeconds * share), rate(largeScene(), largeSeconds * share)] as const;
    if (round === 0) continue;
    small.push(own[0]);
    large.push(own[1]);
  }
  const smallRate = median(small.map(({ cpu }) => cpu));
  const largeRate = median(large.map(({ cpu }) => cpu));
  return [
    {
      name: 'events a second, 5 brokers, 18 partitions',
      value: smallRate,
      unit: 'M/s',
      goal: { kind: 'least', value: 0.5 },
      detail: `${absolute(small)}; not run here: raftscope, 0.042 M/s when recorded`,
    },
    {
      name: 'cost of an event, 30 brokers, 1,000 partitions',
      value: smallRate / largeRate,
      unit: 'x',
      goal: { kind: 'most', value: 2 },
      detail: `${absolute(large)}; beside 18 partitions in the same run`,
    },
  ];
}

interface Rate {
  readonly steps: number;
  readonly traced: number;
  /** Millions of steps a second. */
  readonly cpu: number;
  readonly wall: number;
}

function absolute(rates: readonly Rate[]): string {
  const cpu = spread(rates.map((rate) => rate.cpu));
  const wall = spread(rates.map((rate) => rate.wall));
  return `CPU ${cpu}, wall ${wall} M/s, ${String(rates[0]?.steps)} events taken, ${String(rates[0]?.traced)} rows of trace`;
}

function rate(scenario: Scenario, seconds: number): Rate {
  const { kernel } = new ClusterWorld(scenario);
  const before = kernel.position.steps;
  const tracedBefore = kernel.eventCount;
  const { cpuMillis, wallMillis } = taken(() => {
    while (kernel.nextStepMicros() <= seconds * 1e6) kernel.step();
  });
  const steps = kernel.position.steps - before;
  return { steps, traced: kernel.eventCount - tracedBefore, cpu: steps / cpuMillis / 1000, wall: steps / wallMillis / 1000 };
}

/**
 * Events a second on a running cluster (an event is a step of the kernel: a message, a timer or a notice), and what one costs when the
 * cluster is sixty times larger.
 */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import type { Row } from './measure.ts';
import type { Bench, Place } from './places/place.ts';
import { ratesOf, taken } from './places/taken.ts';
import type { Rates, Taken } from './places/taken.ts';
import { classroomScene, largeScene } from './scenes.ts';
import type { Scenario } from '../../src/contract/scenario.ts';

const classroomSeconds = 600;
const largeSeconds = 12;

/** Five brokers and 18 partitions, then thirty brokers and a thousand. */
export function eventsSuite({ place, repetitions, share }: Bench): readonly Row[] {
  const small: Run[] = [];
  const large: Run[] = [];
  for (let round = 0; round <= repetitions; round++) {
    const own = [run(place, classroomScene(), classroomSeconds * share), run(place, largeScene(), largeSeconds * share)] as const;
    if (round === 0) continue;
    small.push(own[0]);
    large.push(own[1]);
  }
  const smallRates = stepRates(small);
  const largeRates = stepRates(large);
  return [
    {
      name: 'events a second, 5 brokers, 18 partitions',
      value: smallRates.median,
      unit: 'M/s',
      goal: { kind: 'least', value: 0.5 },
      detail: `${absolute(small, smallRates)}; not run here: raftscope, 0.042 M/s when recorded`,
    },
    {
      name: 'cost of an event, 30 brokers, 1,000 partitions',
      value: smallRates.median / largeRates.median,
      unit: 'x',
      goal: { kind: 'most', value: 2 },
      detail: `${absolute(large, largeRates)}; beside 18 partitions in the same run`,
    },
  ];
}

interface Run {
  readonly steps: number;
  readonly traced: number;
  readonly time: Taken;
}

/** Millions of steps a second. */
function stepRates(runs: readonly Run[]): Rates {
  const steps = runs[0]?.steps ?? 0;
  return ratesOf(
    runs.map(({ time }) => time),
    (millis) => steps / millis / 1000,
  );
}

function absolute(runs: readonly Run[], { words }: Rates): string {
  return `${words} M/s, ${String(runs[0]?.steps)} events taken, ${String(runs[0]?.traced)} rows of trace`;
}

function run(place: Place, scenario: Scenario, seconds: number): Run {
  const { kernel } = new ClusterWorld(scenario);
  const before = kernel.position.steps;
  const tracedBefore = kernel.eventCount;
  const time = taken(place, () => {
    while (kernel.nextStepMicros() <= seconds * 1e6) kernel.step();
  });
  return { steps: kernel.position.steps - before, traced: kernel.eventCount - tracedBefore, time };
}

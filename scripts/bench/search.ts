/** Random search: how many simulated minutes a core runs in a second. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import { Random } from '../../src/engine/kernel/random.ts';
import { spread, median, taken } from './measure.ts';
import type { Row } from './measure.ts';
import { searchScene } from './scenes.ts';

const simulatedMicros = 60_000_000;
const runsPerRepetition = 20;

/** Sixty simulated seconds of three brokers, a producer and a consumer, with random faults. */
export function searchSuite(repetitions: number): readonly Row[] {
  const rates: number[] = [];
  const wallRates: number[] = [];
  for (let round = 0; round <= repetitions; round++) {
    const { cpuMillis, wallMillis } = taken(() => {
      for (let run = 0; run < runsPerRepetition; run++) searchRun(round * runsPerRepetition + run + 1);
    });
    if (round === 0) continue;
    rates.push((runsPerRepetition * 1000) / cpuMillis);
    wallRates.push((runsPerRepetition * 1000) / wallMillis);
  }
  return [
    {
      name: 'random search: 60-second runs a second',
      value: median(rates),
      unit: '/s',
      goal: { kind: 'least', value: 25 },
      detail: `CPU ${spread(rates)}, wall ${spread(wallRates)} runs/s, boot of the cluster included; one core; goal of the issue`,
    },
  ];
}

/** Each fault and its mend, at random times, never so that it is refused. */
function searchRun(seed: number): void {
  const random = Random.forLabel(seed, 'search');
  const world = new ClusterWorld(searchScene(seed));
  const { kernel } = world;
  const act = (fault: string, params: Readonly<Record<string, number>>): void => {
    const command = { kind: 'fault', fault, params } as const;
    if (world.refusal(command) === null) world.apply(command);
  };
  for (let at = 5_000_000; at < simulatedMicros; at += 10_000_000) {
    runUntil(at);
    const node = 1 + random.below(3);
    const isKill = random.chance(1, 2);
    if (isKill) act('kill', { node });
    else act('cut', { from: node, to: 1 + (node % 3) });
    runUntil(at + 5_000_000);
    if (isKill) act('restart', { node });
    else act('heal-all', {});
  }
  runUntil(simulatedMicros);

  function runUntil(micros: number): void {
    while (kernel.nextStepMicros() <= micros) kernel.step();
    kernel.idleUntil(micros);
  }
}

/** Random search: how many simulated minutes a core runs in a second. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import { InvariantWatch } from '../../src/engine/session/invariant-watch.ts';
import { Random } from '../../src/engine/kernel/random.ts';
import type { Row } from './measure.ts';
import type { Bench } from './places/place.ts';
import { ratesOf, taken } from './places/taken.ts';
import type { Taken } from './places/taken.ts';
import { searchScene } from './scenes.ts';

const simulatedMicros = 60_000_000;
const runsPerRepetition = 20;

/** Sixty simulated seconds of three brokers, a producer and a consumer, with random faults; alone, and with everything checked. */
export function searchSuite(bench: Bench): readonly Row[] {
  return [searchRow(bench, false), searchRow(bench, true)];
}

function searchRow({ place, repetitions, share }: Bench, isChecked: boolean): Row {
  const runCount = Math.ceil(runsPerRepetition * share);
  const times: Taken[] = [];
  let brokenCount = 0;
  for (let round = 0; round <= repetitions; round++) {
    const time = taken(place, () => {
      for (let run = 0; run < runCount; run++) brokenCount += searchRun(round * runCount + run + 1, isChecked);
    });
    if (round > 0) times.push(time);
  }
  const rates = ratesOf(times, (millis) => (runCount * 1000) / millis);
  const checked = `invariants looked at after each event, ${String(brokenCount)} runs broke one`;
  return {
    name: `random search${isChecked ? ', all invariants' : ''}: 60-second runs a second`,
    value: rates.median,
    unit: '/s',
    goal: { kind: 'least', value: isChecked ? 10 : 25 },
    detail: `${rates.words} runs/s, boot included; one core; ${isChecked ? checked : 'goal of its own'}`,
  };
}

/** Each fault and its mend, at random times, never so that it is refused. Returns 1 when an invariant broke. */
function searchRun(seed: number, isChecked: boolean): number {
  const random = Random.forLabel(seed, 'search');
  const world = new ClusterWorld(searchScene(seed));
  const watch = isChecked ? new InvariantWatch(world) : null;
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
  return (watch?.violations().length ?? 0) > 0 ? 1 : 0;

  function runUntil(micros: number): void {
    while (kernel.nextStepMicros() <= micros) kernel.step();
    kernel.idleUntil(micros);
  }
}

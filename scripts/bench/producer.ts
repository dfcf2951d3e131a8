/** The producer table: how much faster than the real row is the same work simulated. Batches are the unit; the trace is on. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import type { Row } from './measure.ts';
import type { Bench, Place } from './places/place.ts';
import { ratesOf, taken } from './places/taken.ts';
import type { Taken } from './places/taken.ts';
import { producerScene } from './scenes.ts';
import type { ProducerRow } from './scenes.ts';

/** As many as each run of the test that the table comes from sent (LinkedIn, 2014). */
const recordCountWhole = 50_000_000;

/** Once nothing is left to send, a step is a heartbeat. */
const stepsBetween = 1000;

/** The real rates of the table, in records a second, and how many times faster the simulation is to be. */
const table: Readonly<Record<ProducerRow, { readonly name: string; readonly realRate: number; readonly goal: number }>> = {
  none: { name: 'no replication', realRate: 1_100_000, goal: 50 },
  'acks-1': { name: '3x, acks=1', realRate: 1_060_000, goal: 15 },
  'acks-all': { name: '3x, acks=all', realRate: 490_000, goal: 20 },
};

/** One row. Each has a browser or process of its own, as a page has one cluster: what was learnt of another row's objects would slow it. */
export function producerSuite(row: ProducerRow, { place, repetitions, share }: Bench): readonly Row[] {
  const { name, realRate, goal } = table[row];
  const recordCount = Math.ceil(recordCountWhole * share);
  const times: Taken[] = [];
  // The first round lets the JIT compile what the following ones run.
  for (let round = 0; round <= repetitions; round++) {
    const time = produce(place, row, recordCount);
    if (round > 0) times.push(time);
  }
  const rates = ratesOf(times, (millis) => recordCount / millis / 1000);
  const reference = `real row ${String(realRate / 1e6)} M/s; not run here: librdkafka's mock cluster, 1.2 M/s when recorded`;
  return [
    {
      name: `producer table, ${name}: faster than real`,
      value: (rates.median * 1e6) / realRate,
      unit: 'x',
      goal: { kind: 'least', value: goal },
      detail: `${rates.words} M records/s; ${reference}`,
    },
  ];
}

function produce(place: Place, row: ProducerRow, recordCount: number): Taken {
  const world = new ClusterWorld(producerScene(row, recordCount));
  const { kernel, cluster } = world;
  return taken(place, () => {
    // The ledger is asked rarely: what it answers is a sum over partitions, made for who asks.
    while (cluster.ledger.totals.acknowledged < recordCount) for (let i = 0; i < stepsBetween; i++) kernel.step();
  });
}

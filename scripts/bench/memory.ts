/** What a million records at three replicas take in memory, while they are written and afterwards. */
import { ClusterWorld } from '../../src/engine/session/cluster-world.ts';
import { shown } from './measure.ts';
import type { Row } from './measure.ts';
import type { Bench } from './places/place.ts';
import { producerScene } from './scenes.ts';

const recordCountWhole = 1_000_000;
const megabyte = 1_000_000;

/** The largest heap that was seen is compared: what is garbage counts until it is collected. Node alone tells that between two steps. */
export async function memorySuite({ place, share }: Bench): Promise<readonly Row[]> {
  const recordCount = Math.ceil(recordCountWhole * share);
  const world = new ClusterWorld(producerScene('acks-all', recordCount));
  const { kernel, cluster } = world;
  let peakBytes = 0;
  while (cluster.ledger.totals.acknowledged < recordCount) {
    for (let i = 0; i < 500; i++) kernel.step();
    peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed);
  }
  const liveBytes = await place.liveBytes();
  // Asked again, so that the world is still there when it is weighed.
  const { acknowledged } = cluster.ledger.totals;
  const detail = `${String(acknowledged)} records of 100 bytes at RF 3, acks=all; live at the end ${shown(liveBytes / megabyte)} MB`;
  return [
    {
      name: 'a million records: the heap at its largest',
      value: peakBytes / megabyte,
      unit: 'MB',
      goal: { kind: 'most', value: 100 },
      detail,
    },
  ];
}

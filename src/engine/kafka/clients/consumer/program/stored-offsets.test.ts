import { expect, test } from 'vitest';
import { groupsOf } from '../../../group-reader.ts';
import { consumerOf, playedCluster, runUntil } from '../../../zookeeper/testing/then-cluster.ts';

test('librdkafka’s thread commits what was handed over also when the program is done with it at once (rd_kafka_offset_store0)', () => {
  const world = playedCluster(consumerOf({ library: 'librdkafka', configs: { 'auto.offset.reset': 'earliest' } }));
  runUntil(world, 20_000);
  const [group] = groupsOf(world.cluster);
  expect(group?.committed.reduce((sum, { offset }) => sum + offset, 0)).toBeGreaterThan(100);
});

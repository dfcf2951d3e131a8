import { expect, test } from 'vitest';
import { bareScenario } from '../../scenario/testing/examples.ts';
import { ClusterWorld } from '../session/cluster-world.ts';
import { ClusterReader } from './reader.ts';

test('Kafka keeps three topics for itself, and no other that is called like them', () => {
  const names = ['orders', '__mine', '__consumer_offsets', '__transaction_state', '__share_group_state'];
  const topics = names.map((name) => ({ name, partitions: 1, replicationFactor: 1 }));
  const world = new ClusterWorld({ ...bareScenario, cluster: { ...bareScenario.cluster, topics, producers: [], consumers: [] } });
  while (world.kernel.nextStepMicros() < 0) world.kernel.step();
  const facts = new ClusterReader(world.cluster).partitions();
  expect(Object.fromEntries(facts.map(({ topic, isInternal }) => [topic, isInternal]))).toEqual({
    orders: false,
    __mine: false,
    __consumer_offsets: true,
    __transaction_state: true,
    __share_group_state: true,
  });
});

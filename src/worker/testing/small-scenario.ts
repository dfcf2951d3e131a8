import type { Scenario } from '../../contract/scenario.ts';

/** Three brokers that keep one partition, one who writes and one who reads; nothing happens by itself. */
export const smallScenario: Scenario = {
  format: 1,
  title: 'test',
  seed: 1,
  epochMillis: 1_760_000_000_000,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] }],
    producers: [{ name: 'checkout', configs: { acks: 'all' } }],
    consumers: [{ name: 'billing', subscribe: ['orders'], configs: { 'auto.offset.reset': 'earliest' } }],
  },
  commands: [],
};

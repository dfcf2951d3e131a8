import { playConsumer } from './fetcher.ts';
import type { Adapter } from './registry.ts';

/** The consumer in a group, against scripted brokers: requests and callbacks in order, results, membership. */
export const adapter: Adapter = {
  kind: 'consumer-coordinator',
  answer: playConsumer,
};

/** A small cluster with a consumer of Kafka 0.8. */
import type { ConsumerSpec } from '../../../../contract/scenario.ts';
import { Cluster } from '../../cluster.ts';

/** It reads all three partitions in the name of group `billing`. */
export function consumerOf({ configs = {}, ...rest }: Partial<ConsumerSpec> = {}): ConsumerSpec {
  return {
    name: 'reader',
    library: 'scala-0.8',
    assign: ['orders-0', 'orders-1', 'orders-2'],
    configs: { 'group.id': 'billing', 'auto.offset.reset': 'smallest', ...configs },
    ...rest,
  };
}

/** One broker, ten records a second. */
export function playedCluster(consumer: ConsumerSpec): { readonly cluster: Cluster; readonly kernel: Cluster['kernel'] } {
  const cluster = new Cluster({
    seed: 5,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }],
      topics: [{ name: 'orders', partitions: 3, replicationFactor: 1 }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 10, keys: ['a', 'b', 'c', 'd', 'e', 'f'] } }],
      consumers: [consumer],
    },
  });
  return { cluster, kernel: cluster.kernel };
}

/** Lets simulated time pass. */
export function runUntil({ kernel }: { readonly kernel: Cluster['kernel'] }, millis: number): void {
  const micros = millis * 1000;
  while (kernel.nextStepMicros() <= micros) kernel.step();
  kernel.idleUntil(micros);
}

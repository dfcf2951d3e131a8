import type { Command } from '../../contract/command.ts';
import { closeTimeoutMillis } from '../kafka/clients/consumer/program/program-loop.ts';
import { programOptions } from '../kafka/clients/consumer/program/program-options.ts';
import type { Cluster } from '../kafka/cluster.ts';
import { javaConfigs, storedOffsetCommits } from '../kafka/config/client-library.ts';

/**
 * Changes the rate at which a producer's application sends by itself; a rate of 0 ends it. Without an earlier workload the first topic
 * is used.
 */
export function workloadChange(cluster: Cluster, command: Extract<Command, { readonly kind: 'workload' }>): void {
  const producer = cluster.producer(command.producer);
  if (producer === null) return;
  if (command.recordsPerSecond <= 0) return producer.setWorkload(null);
  const before = producer.workload?.settings;
  const topic =
    before?.topic ?? cluster.spec.producers.find((p) => p.name === command.producer)?.workload?.topic ?? cluster.spec.topics[0]?.name;
  if (topic === undefined) return;
  producer.setWorkload({
    topic,
    recordsPerSecond: command.recordsPerSecond,
    recordCount: command.recordCount,
    valueSizeBytes: before?.valueSizeBytes ?? 100,
    keys: before?.keys ?? ['a', 'b', 'c', 'd', 'e', 'f'],
    keyChoice: before?.keyChoice ?? 'in-turn',
    partition: before?.partition ?? null,
    startMicros: cluster.kernel.nowMicros,
    seed: cluster.kernel.seed,
    firstNumber: (before?.firstNumber ?? 0) + (producer.workload?.nextNumber ?? 0),
  });
}

/** Writes a consumer's program anew: it closes in good order and begins again with the new code. */
export function programChange(cluster: Cluster, command: Extract<Command, { readonly kind: 'change-program' }>): void {
  const consumer = cluster.consumer(command.client);
  if (consumer === null) return;
  const { configs, name, processingMicrosPerRecord } = consumer.program;
  consumer.configure({
    options: programOptions(command.program, { application: configs['group.id'] ?? name }),
    processingMicrosPerRecord: command.processingMicrosPerRecord ?? processingMicrosPerRecord,
  });
}

/** close(timeout) of a client; null is Kafka's own: a producer waits for everything, a consumer 30 seconds. */
export function closeClient(cluster: Cluster, { client, how, timeoutMillis }: Extract<Command, { readonly kind: 'close-client' }>): void {
  cluster.producer(client)?.close(timeoutMillis);
  cluster.consumer(client)?.close({ how, timeoutMillis: timeoutMillis ?? closeTimeoutMillis, isRestart: false });
}

/** Sets a client's configuration: it closes and begins anew, since a client reads it once. */
export function configureClient(cluster: Cluster, { client, configs }: Extract<Command, { readonly kind: 'configure-client' }>): void {
  const library = cluster.clients.get(client)?.library ?? 'java';
  cluster.producer(client)?.configure(javaConfigs('producer', library, configs));
  const consumer = cluster.consumer(client);
  const storedOffsets = storedOffsetCommits(library, { ...consumer?.program.configs, ...configs });
  consumer?.configure({ configs: javaConfigs('consumer', library, configs), storedOffsets });
}

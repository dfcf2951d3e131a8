import type { Command } from '../../contract/command.ts';
import type { Problem } from '../../contract/engine-api.ts';
import type { ConsumerLibrary } from '../../contract/scenario.ts';
import { closeTimeoutMillis } from '../kafka/clients/consumer/program/program-loop.ts';
import { programOptions } from '../kafka/clients/consumer/program/program-options.ts';
import type { Cluster } from '../kafka/cluster.ts';
import type { ClientEntry } from '../kafka/cluster-clients.ts';
import { javaConfigs, storedOffsetCommits, translatedConfigs } from '../kafka/config/client-library.ts';
import { zooKeeperNode } from '../kafka/node-ids.ts';

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

/** Sets a client's configuration: it closes and begins anew, since a client reads it once. What was set before stays set. */
export function configureClient(cluster: Cluster, { client, configs }: Extract<Command, { readonly kind: 'configure-client' }>): void {
  const entry = cluster.clients.get(client);
  if (entry !== null) beginAnew(cluster, cluster.clients.change(entry, { ...entry, configs: { ...entry.configs, ...configs } }));
}

/** Lets a client be another library's, or another age's: what was set stays set, as far as that library has it. */
export function libraryChange(cluster: Cluster, { client, library }: Extract<Command, { readonly kind: 'change-library' }>): void {
  const entry = cluster.clients.get(client);
  if (entry === null) return;
  const configs = translatedConfigs(entry.kind, entry.library, library, entry.configs);
  if (library === 'scala-0.8') cluster.startZooKeeper();
  beginAnew(cluster, cluster.clients.change(entry, { library, configs }));
}

/** Why a client cannot be this library's. */
export function libraryRefusal(cluster: Cluster, client: string, library: ConsumerLibrary): Problem | null {
  const entry = cluster.clients.get(client);
  if (entry === null) return { code: 'unknown-client', where: 'client', params: { client } };
  const assigned = cluster.consumer(client)?.program.assign ?? [];
  return library === 'scala-0.8' && assigned.length === 0 ? { code: 'scenario-then-assigns', where: client, params: {} } : null;
}

function beginAnew(cluster: Cluster, { name, kind, library, configs }: ClientEntry): void {
  const java = javaConfigs(kind, library, configs);
  cluster.producer(name)?.configure(java);
  const consumer = cluster.consumer(name);
  const rack = consumer?.program.configs['client.rack'];
  consumer?.configure({
    configs: rack === undefined ? java : { 'client.rack': rack, ...java },
    storedOffsets: storedOffsetCommits(library, configs),
    offsetsIn: library === 'scala-0.8' ? zooKeeperNode : null,
    hasGroups: configs['group.id'] !== undefined,
  });
}

type CallCommand = Extract<Command, { readonly kind: 'call-client' }>;

/** Why an application cannot call a method of its client now. */
export function callRefusal(cluster: Cluster, { client, call }: CallCommand): Problem | null {
  const problem = (code: string): Problem => ({ code, where: 'client', params: { client } });
  const entry = cluster.clients.get(client);
  if (entry === null || (entry.kind === 'producer') !== (call === 'flush')) return problem('unknown-client');
  if (!cluster.kernel.node(entry.node).isProcessUp) return problem('client-not-running');
  if (call === 'flush') return cluster.producer(client)?.producer === null ? problem('client-closed') : null;
  const process = cluster.consumer(client);
  const consumer = process?.consumer ?? null;
  if (consumer === null) return problem('client-not-running');
  if (process?.step.kind === 'ended' || process?.step.kind === 'closing') return problem('client-closed');
  const isOfGroup = call === 'commit-sync' || call === 'commit-async' || call === 'enforce-rebalance';
  if (isOfGroup && !consumer.hasGroup) return problem('client-without-group');
  const isNewProtocol = consumer.settings.groupProtocol === 'consumer';
  return call === 'enforce-rebalance' && isNewProtocol ? problem('call-not-supported') : null;
}

/** Lets an application call a method of its client. */
export function callClient(cluster: Cluster, { client, call, partitions }: CallCommand): void {
  if (call === 'flush') cluster.producer(client)?.flush();
  else cluster.consumer(client)?.callBeforePoll({ call, partitions });
}

/** A consumer's program becomes slower or faster: a database behind it does, say. */
export function processingChange(cluster: Cluster, command: Extract<Command, { readonly kind: 'set-processing' }>): void {
  cluster.consumer(command.client)?.setProcessing(command.microsPerRecord);
}

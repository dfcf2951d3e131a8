import type { Command } from '../../contract/command.ts';
import type { Problem } from '../../contract/engine-api.ts';
import type { ConsumerSpec, Scenario } from '../../contract/scenario.ts';
import { faultByName } from '../faults/index.ts';
import { Cluster } from '../kafka/cluster.ts';
import { ClusterReader } from '../kafka/reader.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Codecs } from '../kafka/log/codecs.ts';
import type { Mutations } from '../kafka/mutations.ts';
import { adminCallOf } from './admin-calls.ts';
import { configProblem, costsProblem } from './config-check.ts';
import {
  callClient,
  callRefusal,
  closeClient,
  configureClient,
  libraryChange,
  libraryRefusal,
  processingChange,
  programChange,
  workloadChange,
} from './client-changes.ts';
import type { World } from './world.ts';

const problem = (code: string, where: string, params: Problem['params'] = {}): Problem => ({ code, where, params });

/** What a world may be built with beside its scenario. */
export interface WorldParts {
  readonly mutations?: Mutations;
  /** Compression, which the engine does not have itself; without it nothing is compressed. */
  readonly codecs?: Codecs;
}

/** A cluster as a session drives it: every command of the contract, refused with a reason or done. */
export class ClusterWorld implements World {
  readonly cluster: Cluster;
  readonly reader: ClusterReader;
  /** What it was built with: another world of the same scenario needs the same. */
  readonly parts: WorldParts;

  constructor(scenario: Pick<Scenario, 'seed' | 'epochMillis' | 'cluster'>, parts: WorldParts = {}) {
    this.parts = parts;
    this.cluster = new Cluster(scenario, parts.mutations, parts.codecs);
    this.reader = new ClusterReader(this.cluster);
  }

  get kernel(): Kernel {
    return this.cluster.kernel;
  }

  refusal(command: Command): Problem | null {
    switch (command.kind) {
      case 'fault':
        return this.faultRefusal(command.fault, command.params);
      case 'send':
      case 'workload':
        return this.cluster.producer(command.producer) === null
          ? problem('unknown-client', 'producer', { client: command.producer })
          : null;
      case 'configure-client':
        return this.configureRefusal(command.client, command.configs);
      case 'change-library':
        return libraryRefusal(this.cluster, command.client, command.library);
      case 'remove-client':
      case 'close-client':
        return this.cluster.clients.get(command.client) === null ? problem('unknown-client', 'client', { client: command.client }) : null;
      case 'call-client':
        return callRefusal(this.cluster, command);
      case 'seek-consumer':
      case 'set-processing':
      case 'change-program':
        return this.cluster.consumer(command.client) === null ? problem('unknown-client', 'client', { client: command.client }) : null;
      case 'add-producer':
        return (
          this.newClientRefusal(command.producer.name) ??
          configProblem('producer', command.producer.configs ?? {}, 'configs', command.producer.library)
        );
      case 'add-consumer':
        return (
          this.newClientRefusal(command.consumer.name) ??
          (isWithoutPartitions(command.consumer) ? problem('scenario-then-assigns', 'consumer', {}) : null) ??
          configProblem('consumer', command.consumer.configs ?? {}, 'configs', command.consumer.library)
        );
      case 'set-costs':
        return costsProblem(command.costs ?? {}, 'costs');
      case 'message':
        return this.isInFlight(command.message) ? null : problem('message-gone', 'message');
      default:
        // What administrators ask for is refused by the controller, with its own words.
        return null;
    }
  }

  apply(command: Command): void {
    const words = { command: nameOf(command), target: targetOf(command), detail: detailOf(command) };
    this.kernel.runCommand(words, () => this.act(command));
  }

  private act(command: Command): void {
    const { cluster } = this;
    switch (command.kind) {
      case 'fault':
        return faultByName(command.fault)?.apply(cluster, command.params);
      case 'send':
        return cluster.producer(command.producer)?.sendRecord(command);
      case 'configure-client':
        return configureClient(cluster, command);
      case 'change-library':
        return libraryChange(cluster, command);
      case 'add-producer':
        return cluster.addProducer(command.producer);
      case 'add-consumer':
        return cluster.addConsumer(command.consumer);
      case 'remove-client':
        return cluster.removeClient(command.client);
      case 'close-client':
        return closeClient(cluster, command);
      case 'change-program':
        return programChange(cluster, command);
      case 'call-client':
        return callClient(cluster, command);
      case 'set-processing':
        return processingChange(cluster, command);
      case 'seek-consumer':
        cluster.consumer(command.client)?.seek(command.partition, command.offset);
        return;
      case 'workload':
        return workloadChange(cluster, command);
      case 'set-costs':
        return cluster.changeCosts(command.costs);
      case 'message':
        this.kernel.disturbMessage(command.message, command.action, command.delayMicros);
        return;
      default: {
        const call = adminCallOf(command);
        if (call !== null) cluster.admin.ask(call);
      }
    }
  }

  private faultRefusal(name: string, params: Readonly<Record<string, string | number>>): Problem | null {
    const fault = faultByName(name);
    if (fault === null) return problem('unknown-fault', 'fault', { fault: name });
    const reason = fault.refusal(this.cluster, params);
    return reason === null ? null : problem(`fault-${reason}`, `fault.${name}`, params);
  }

  private configureRefusal(client: string, configs: Readonly<Record<string, string>>): Problem | null {
    const entry = this.cluster.clients.get(client);
    if (entry === null) return problem('unknown-client', 'client', { client });
    // What is set now must go with what was set before.
    return configProblem(entry.kind, { ...entry.configs, ...configs }, 'configs', entry.library);
  }

  private newClientRefusal(name: string): Problem | null {
    return this.cluster.clients.get(name) === null ? null : problem('name-taken', 'name', { client: name });
  }

  private isInFlight(sentEvent: number): boolean {
    for (const { envelope } of this.kernel.inFlight()) if (envelope.sentEvent === sentEvent) return true;
    return false;
  }
}

function nameOf(command: Command): string {
  if (command.kind === 'call-client') return `call-${command.call}`;
  return command.kind === 'fault' ? command.fault : command.kind;
}

/** What else the log says of a command: where a record goes, which settings change. */
function detailOf(command: Command): string {
  switch (command.kind) {
    case 'send':
      return command.topic;
    case 'configure-client':
    case 'configure-topic':
    case 'configure-broker':
      return Object.entries(command.configs)
        .map(([key, value]) => `${key}=${value ?? ''}`)
        .join(', ');
    case 'reassign':
      return command.replicas === null ? '' : `[${command.replicas.join(', ')}]`;
    case 'workload':
      return String(command.recordsPerSecond);
    case 'change-library':
      return command.library;
    case 'set-processing':
      return String(command.microsPerRecord / 1000);
    case 'set-costs':
      return Object.entries(command.costs ?? {})
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(', ');
    case 'delete-records':
      return command.beforeOffset < 0 ? '' : String(command.beforeOffset);
    default:
      return '';
  }
}

/** What a command is about, for the log. */
function targetOf(command: Command): string {
  switch (command.kind) {
    case 'fault': {
      const { node, from, to } = command.params;
      if (node !== undefined) return String(node);
      return from === undefined ? '' : `${String(from)} ${String(to)}`;
    }
    case 'send':
    case 'workload':
      return command.producer;
    case 'configure-client':
    case 'remove-client':
    case 'close-client':
    case 'change-library':
    case 'change-program':
    case 'call-client':
    case 'set-processing':
    case 'seek-consumer':
      return command.client;
    case 'create-topic':
      return command.topic.name;
    case 'configure-topic':
    case 'delete-topic':
    case 'add-partitions':
      return command.topic;
    case 'configure-broker':
      return command.broker === null ? '' : String(command.broker);
    case 'reassign':
    case 'elect':
    case 'delete-records':
      return command.partition;
    case 'add-producer':
      return command.producer.name;
    case 'add-consumer':
      return command.consumer.name;
    case 'set-costs':
      return command.costs === null ? 'off' : '';
    case 'message':
      return command.action;
  }
}

/** A consumer of Kafka 0.8 is told which partitions it reads: how it shared them with others is not simulated. */
function isWithoutPartitions({ library, assign }: ConsumerSpec): boolean {
  return library === 'scala-0.8' && assign === undefined;
}

import type { ClusterSpec, ConfigOverrides, Scenario, TopicSpec } from '../../contract/scenario.ts';
import { Kernel } from '../kernel/kernel.ts';
import type { NodeId } from '../kernel/units.ts';
import { Broker } from './broker/broker.ts';
import { BrokerDisk } from './broker/broker-disk.ts';
import { BrokerEnvironment } from './broker/broker-environment.ts';
import { BrokerSettings } from './broker/broker-settings.ts';
import { AdminCall, AdminProcess } from './clients/admin/admin-process.ts';
import { ClientTable } from './cluster-clients.ts';
import { BasicConfigSchema } from './controller/basic-config-schema.ts';
import { defaultFeatureLevels } from './controller/bootstrap.ts';
import { ControllerProcess } from './controller/controller-process.ts';
import { ControllerSettings, productionFeatures } from './controller/settings.ts';
import { Ledger } from './ledger/ledger.ts';
import type { Mutations } from './mutations.ts';
import { noMutations } from './mutations.ts';

/** Brokers have Kafka's own ids from 1 on, controllers 101 on; the administrator and clients come behind. */
export const firstControllerId: NodeId = 101;
export const adminNode: NodeId = 900;

/** The cluster is started this long before the scenario's time 0, so that a learner meets it running. */
export const bootMicros = 10_000_000;
/** Topics are created when brokers have registered. */
const createTopicsAtMicros = -7_000_000;

const defaultLatencyMicrosMin = 400;
const defaultLatencyMicrosMax = 900;

/** A simulated Kafka cluster with its clients, built from a scenario. */
export class Cluster {
  readonly kernel: Kernel;
  readonly spec: ClusterSpec;
  readonly ledger: Ledger;
  readonly clients: ClientTable;
  readonly environment: BrokerEnvironment;
  readonly admin: AdminProcess;
  readonly brokerIds: readonly NodeId[];
  readonly controllerIds: readonly NodeId[];
  private readonly brokers = new Map<NodeId, Broker>();
  private readonly controllers = new Map<NodeId, ControllerProcess>();

  constructor(scenario: Pick<Scenario, 'seed' | 'epochMillis' | 'cluster'>, mutations: Mutations = noMutations) {
    const { cluster: spec } = scenario;
    this.spec = spec;
    this.kernel = new Kernel({
      seed: scenario.seed,
      epochMillis: scenario.epochMillis,
      startMicros: -bootMicros,
      network: {
        latencyMicrosMin: spec.network?.latencyMicrosMin ?? defaultLatencyMicrosMin,
        latencyMicrosMax: spec.network?.latencyMicrosMax ?? defaultLatencyMicrosMax,
        bytesPerSecond: 0,
      },
    });
    this.ledger = new Ledger(this.kernel);
    this.clients = new ClientTable(this.kernel);
    this.brokerIds = spec.brokers.map((broker) => broker.id);
    this.controllerIds = Array.from({ length: spec.controllers ?? 1 }, (_, i) => firstControllerId + i);
    this.environment = new BrokerEnvironment({
      clusterId: 'kafkascope', controllers: this.controllerIds, ledger: this.ledger, mutations, features: productionFeatures,
    });
    for (const id of this.controllerIds) this.addController(id);
    for (const { id, rack, configs } of spec.brokers) this.addBroker(id, rack ?? null, configs ?? {});
    this.kernel.addNode(adminNode, (context) => new AdminProcess(this.kernel, context, this.controllerIds));
    this.admin = this.kernel.node(adminNode).process as AdminProcess;
    this.boot();
  }

  /** A broker's process; null for any other node. */
  broker(id: NodeId): Broker | null {
    return this.brokers.get(id) ?? null;
  }

  controller(id: NodeId): ControllerProcess | null {
    return this.controllers.get(id) ?? null;
  }

  /** The controller that decides now, or the one that would if it ran. */
  get activeController(): ControllerProcess {
    for (const id of this.controllerIds) if (this.kernel.node(id).isProcessUp) return this.controllers.get(id)!;
    return this.controllers.get(this.controllerIds[0]!)!;
  }

  /** A directory id that no disk has had. */
  newDirectoryId(broker: NodeId): string {
    const generation = this.brokers.get(broker)?.disk.generation ?? 0;
    return directoryId(broker, generation + 1);
  }

  private addController(id: NodeId): void {
    const configs = this.spec.configs ?? {};
    const number = (key: string, fallback: number): number => Number(configs[key] ?? fallback);
    const settings = new ControllerSettings({
      nodeId: id,
      clusterId: 'kafkascope',
      quorumNodeIds: this.controllerIds,
      sessionTimeoutMicros: number('broker.session.timeout.ms', 9000) * 1000,
      defaultReplicationFactor: number('default.replication.factor', 1),
      defaultNumPartitions: number('num.partitions', 1),
      staticConfig: new Map(Object.entries(configs)),
      isTopicDeletionEnabled: configs['delete.topic.enable'] !== 'false',
      leaderImbalanceCheckMicros: configs['auto.leader.rebalance.enable'] === 'false' ? 0 : number('leader.imbalance.check.interval.seconds', 300) * 1_000_000,
      uncleanElectionCheckMicros: number('unclean.leader.election.interval.ms', 300_000) * 1000,
    });
    const featureLevels = new Map([...defaultFeatureLevels, ...Object.entries(this.spec.features ?? {})]);
    const parts = { settings, schema: new BasicConfigSchema(), featureLevels };
    this.kernel.addNode(id, (context) => {
      const process = new ControllerProcess(this.kernel, context, parts);
      this.controllers.set(id, process);
      return process;
    });
  }

  private addBroker(id: NodeId, rack: string | null, configs: ConfigOverrides): void {
    const disk = new BrokerDisk(this.kernel);
    disk.directoryId = directoryId(id, 0);
    const settings = new BrokerSettings({ ...this.spec.configs, ...configs });
    this.kernel.addNode(id, (context) => {
      const broker = new Broker(this.kernel, context, { settings, environment: this.environment, disk, rack });
      this.brokers.set(id, broker);
      return broker;
    });
  }

  /** Starts everything and lets it settle until time 0. */
  private boot(): void {
    const { kernel } = this;
    for (const id of [...this.controllerIds, ...this.brokerIds, adminNode]) kernel.startProcess(id);
    this.runUntil(createTopicsAtMicros);
    for (const topic of this.spec.topics) this.admin.ask(createTopicCall(topic));
    this.runUntil(0);
  }

  private runUntil(micros: number): void {
    while (this.kernel.nextStepMicros() <= micros) this.kernel.step();
    this.kernel.idleUntil(micros);
  }
}

function directoryId(broker: NodeId, generation: number): string {
  return `dir-${String(broker)}-${String(generation)}`;
}

/** What kafka-topics --create sends. */
export function createTopicCall(topic: TopicSpec): AdminCall {
  const body = {
    topics: [{
      name: topic.name,
      numPartitions: topic.assignment === undefined ? topic.partitions : -1,
      replicationFactor: topic.assignment === undefined ? topic.replicationFactor : -1,
      assignments: (topic.assignment ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
      configs: Object.entries(topic.configs ?? {}).map(([name, value]) => ({ name, value })),
    }],
    timeoutMs: 30_000,
    validateOnly: false,
  };
  return new AdminCall('CreateTopics', body, topic.name);
}

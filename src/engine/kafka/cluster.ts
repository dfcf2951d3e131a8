import type {
  ClusterSpec,
  ConfigOverrides,
  ConsumerSpec,
  ProducerSpec,
  Scenario,
  TopicSpec,
  WorkloadSpec,
} from '../../contract/scenario.ts';
import { defineEvent } from '../kernel/event.ts';
import { Kernel } from '../kernel/kernel.ts';
import { assert } from '../kernel/units.ts';
import type { NodeId } from '../kernel/units.ts';
import { Broker } from './broker/broker.ts';
import { BrokerDisk } from './broker/broker-disk.ts';
import { BrokerEnvironment } from './broker/broker-environment.ts';
import { BrokerSettings } from './broker/broker-settings.ts';
import { AdminCall, AdminProcess } from './clients/admin/admin-process.ts';
import { consumerProgramOf } from './clients/consumer/consumer-program.ts';
import { ConsumerProcess } from './clients/consumer/consumer-process.ts';
import { ApplicationStore } from './clients/consumer/program/application-store.ts';
import { LedgerConsumerObserver } from './clients/consumer/consumer-observer.ts';
import { ApplicationProducer } from './clients/producer/application-producer.ts';
import { noCallerCosts } from './clients/producer/caller-costs.ts';
import { producerSettings } from './clients/producer/producer-config.ts';
import { ProducerProcess } from './clients/producer/producer-process.ts';
import type { WorkloadSettings } from './clients/producer/workload.ts';
import { ClientTable } from './cluster-clients.ts';
import { javaConfigs } from './config/client-library.ts';
import { KafkaConfigSchema } from './controller/kafka-config-schema.ts';
import { defaultFeatureLevels } from './controller/bootstrap.ts';
import { ControllerProcess } from './controller/controller-process.ts';
import { ControllerSettings, productionFeatures } from './controller/settings.ts';
import { BatchCompressor } from './log/batch-compressor.ts';
import type { Codecs } from './log/codecs.ts';
import { changeCosts } from './broker/machine.ts';
import { CostModel } from './hardware/cost-model.ts';
import { Ledger } from './ledger/ledger.ts';
import type { Mutations } from './mutations.ts';
import { adminNode, firstControllerId, zooKeeperNode } from './node-ids.ts';
import { ZooKeeperProcess } from './zookeeper/zookeeper-process.ts';
import { offsetsTopicDefaults } from './teaching-scale.ts';
import { noMutations } from './mutations.ts';

/** A client's program was started or ended from outside. */
export const clientAdded = defineEvent({ name: 'clientAdded', level: 'milestone', fields: { client: 'name' }, source: 'you', interest: 1 });
export const clientRemoved = defineEvent({
  name: 'clientRemoved',
  level: 'milestone',
  fields: { client: 'name' },
  source: 'you',
  interest: 1,
});

export const clusterEvents = [clientAdded, clientRemoved] as const;

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
  /** Where applications write what they made of records. */
  readonly store: ApplicationStore;
  readonly environment: BrokerEnvironment;
  readonly admin: AdminProcess;
  readonly brokerIds: readonly NodeId[];
  readonly controllerIds: readonly NodeId[];
  private readonly brokers = new Map<NodeId, Broker>();
  private readonly controllers = new Map<NodeId, ControllerProcess>();

  /** Without `codecs` nothing is compressed, whatever `compression.type` says. */
  constructor(
    scenario: Pick<Scenario, 'seed' | 'epochMillis' | 'cluster'>,
    mutations: Mutations = noMutations,
    codecs: Codecs | null = null,
  ) {
    const { cluster: spec } = scenario;
    this.spec = spec;
    this.kernel = new Kernel({
      seed: scenario.seed,
      epochMillis: scenario.epochMillis,
      startMicros: -bootMicros,
      network: {
        latencyMicrosMin: spec.network?.latencyMicrosMin ?? defaultLatencyMicrosMin,
        latencyMicrosMax: spec.network?.latencyMicrosMax ?? defaultLatencyMicrosMax,
        bytesPerSecond: spec.costs === undefined ? 0 : new CostModel(spec.costs).networkBytesPerSecond,
      },
    });
    this.ledger = new Ledger(this.kernel);
    this.clients = new ClientTable(this.kernel);
    this.store = new ApplicationStore(this.kernel);
    this.brokerIds = spec.brokers.map((broker) => broker.id);
    this.controllerIds = Array.from({ length: spec.controllers ?? 1 }, (_, i) => firstControllerId + i);
    this.environment = new BrokerEnvironment({
      clusterId: 'kafkascope',
      controllers: this.controllerIds,
      ledger: this.ledger,
      mutations,
      features: productionFeatures,
      compressor: codecs === null ? null : new BatchCompressor(codecs),
      then: spec.then ?? [],
    });
    for (const id of this.controllerIds) this.addController(id);
    for (const { id, rack, configs } of spec.brokers) this.addBroker(id, rack ?? null, configs ?? {});
    this.kernel.addNode(adminNode, (context) => new AdminProcess(this.kernel, context, this.controllerIds, this.brokerIds));
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
    const running = this.controllerIds.find((id) => this.kernel.node(id).isProcessUp);
    const active = this.controllers.get(running ?? firstControllerId);
    assert(active !== undefined, 'a cluster has a controller');
    return active;
  }

  /** A directory id that no disk has had. */
  newDirectoryId(broker: NodeId): string {
    const generation = this.brokers.get(broker)?.disk.generation ?? 0;
    return directoryId(broker, generation + 1);
  }

  /** Starts a producer. Its configuration was checked before. */
  addProducer(spec: ProducerSpec): void {
    const { kernel } = this;
    const settings = producerSettings(javaConfigs('producer', spec.library ?? 'java', spec.configs ?? {}));
    assert(settings.ok, 'the configuration was checked');
    const { node } = this.clients.add('producer', spec);
    const { workload, callerCostMicrosPerBatch: microsPerBatch, application } = spec;
    const options = {
      settings: settings.settings,
      bootstrap: this.brokerIds,
      ledger: this.ledger,
      compressor: this.environment.compressor,
      workload: workload === undefined ? null : workloadOf(workload, kernel.seed),
      costs: microsPerBatch === undefined ? noCallerCosts : { microsPerBatch, nanosPerRecord: 0 },
    };
    kernel.addNode(node, (context) => {
      return application === undefined
        ? new ProducerProcess(kernel, context, options)
        : new ApplicationProducer(kernel, context, { ...options, application });
    });
    kernel.startProcess(node);
    kernel.emitFrom(node, clientAdded, { client: kernel.name(spec.name) }, -1);
  }

  /** Starts a consumer. Its configuration was checked before. */
  addConsumer(spec: ConsumerSpec): void {
    const { kernel } = this;
    if (spec.library === 'scala-0.8') this.startZooKeeper();
    const { node } = this.clients.add('consumer', spec);
    const program = consumerProgramOf(spec, this.brokerIds, spec.configs?.['group.id'] !== undefined);
    const observer = new LedgerConsumerObserver(this.ledger);
    kernel.addNode(node, (context) => new ConsumerProcess(kernel, context, { program, observer, store: this.store }));
    kernel.startProcess(node);
    kernel.emitFrom(node, clientAdded, { client: kernel.name(spec.name) }, -1);
  }

  /** Where consumers of Kafka 0.8 keep their offsets; null while none has come. */
  get zooKeeper(): ZooKeeperProcess | null {
    const process = this.kernel.hasNode(zooKeeperNode) ? this.kernel.node(zooKeeperNode).process : null;
    return process instanceof ZooKeeperProcess ? process : null;
  }

  /** There is one from the first consumer of Kafka 0.8 on. */
  startZooKeeper(): void {
    const { kernel } = this;
    if (this.zooKeeper !== null) return;
    kernel.addNode(zooKeeperNode, (context) => new ZooKeeperProcess(kernel, context));
    kernel.startProcess(zooKeeperNode);
  }

  /** Ends a client's program at once, without close(), and forgets it. */
  removeClient(name: string): void {
    const entry = this.clients.get(name);
    if (entry === null) return;
    const { kernel } = this;
    kernel.emitFrom(entry.node, clientRemoved, { client: kernel.name(name) }, -1);
    if (kernel.node(entry.node).isProcessUp) kernel.crashProcess(entry.node, 'clean');
    this.clients.remove(name);
  }

  producer(name: string): ProducerProcess | null {
    const entry = this.clients.get(name);
    if (entry === null) return null;
    const { process } = this.kernel.node(entry.node);
    return process instanceof ProducerProcess ? process : null;
  }

  consumer(name: string): ConsumerProcess | null {
    const entry = this.clients.get(name);
    if (entry === null) return null;
    const { process } = this.kernel.node(entry.node);
    return process instanceof ConsumerProcess ? process : null;
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
      leaderImbalanceCheckMicros:
        configs['auto.leader.rebalance.enable'] === 'false' ? 0 : number('leader.imbalance.check.interval.seconds', 300) * 1_000_000,
      uncleanElectionCheckMicros: number('unclean.leader.election.interval.ms', 300_000) * 1000,
      mutations: this.environment.mutations,
    });
    const featureLevels = new Map([...defaultFeatureLevels, ...Object.entries(this.spec.features ?? {})]);
    const parts = { settings, schema: new KafkaConfigSchema(), featureLevels };
    this.kernel.addNode(id, (context) => {
      const process = new ControllerProcess(this.kernel, context, parts);
      this.controllers.set(id, process);
      return process;
    });
  }

  private addBroker(id: NodeId, rack: string | null, configs: ConfigOverrides): void {
    const costs = this.spec.costs === undefined ? null : new CostModel(this.spec.costs);
    const disk = new BrokerDisk(this.kernel);
    disk.directoryId = directoryId(id, 0);
    const settings = new BrokerSettings({ ...offsetsTopicDefaults(this.spec.brokers.length), ...this.spec.configs, ...configs });
    this.kernel.addNode(id, (context) => {
      const broker = new Broker(this.kernel, context, { settings, environment: this.environment, disk, rack, costs });
      this.brokers.set(id, broker);
      return broker;
    });
  }

  /** What disks, network cards and processors cost from now on, everywhere; null: nothing. */
  changeCosts(costs: Readonly<Record<string, number>> | null): void {
    const model = costs === null ? null : new CostModel(costs);
    this.kernel.network.changeSpeed(model?.networkBytesPerSecond ?? 0);
    for (const broker of this.brokers.values()) changeCosts(broker, model);
  }

  /** Starts everything and lets it settle until time 0. */
  private boot(): void {
    const { kernel } = this;
    for (const id of [...this.controllerIds, ...this.brokerIds, adminNode]) kernel.startProcess(id);
    this.runUntil(createTopicsAtMicros);
    for (const topic of this.spec.topics) this.admin.ask(createTopicCall(topic));
    this.runUntil(0);
    for (const producer of this.spec.producers) this.addProducer(producer);
    for (const consumer of this.spec.consumers) this.addConsumer(consumer);
  }

  private runUntil(micros: number): void {
    while (this.kernel.nextStepMicros() <= micros) this.kernel.step();
    this.kernel.idleUntil(micros);
  }
}

function directoryId(broker: NodeId, generation: number): string {
  return `dir-${String(broker)}-${String(generation)}`;
}

function workloadOf(spec: WorkloadSpec, seed: number): WorkloadSettings {
  return {
    topic: spec.topic,
    recordsPerSecond: spec.recordsPerSecond,
    recordCount: spec.recordCount ?? null,
    valueSizeBytes: spec.valueSizeBytes ?? 100,
    keys: spec.keys ?? [],
    keyChoice: spec.keyChoice ?? 'in-turn',
    partition: spec.partition ?? null,
    startMicros: (spec.startMillis ?? 0) * 1000,
    seed,
  };
}

/** What kafka-topics --create sends. */
export function createTopicCall(topic: TopicSpec): AdminCall {
  const body = {
    topics: [
      {
        name: topic.name,
        numPartitions: topic.assignment === undefined ? topic.partitions : -1,
        replicationFactor: topic.assignment === undefined ? topic.replicationFactor : -1,
        assignments: (topic.assignment ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
        configs: Object.entries(topic.configs ?? {}).map(([name, value]) => ({ name, value })),
      },
    ],
    timeoutMs: 30_000,
    validateOnly: false,
  };
  return new AdminCall('CreateTopics', body, topic.name);
}

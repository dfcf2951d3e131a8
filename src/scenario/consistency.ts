/** What a schema of one place cannot see: names that are taken twice or missing, sums above a limit, an order that time does not have. */
import type { Command } from '../contract/command.ts';
import type {
  ClusterSpec,
  ConfigOverrides,
  ConsumerLibrary,
  ConsumerSpec,
  ExposureSpec,
  ProducerSpec,
  Scenario,
  TopicSpec,
} from '../contract/scenario.ts';
import { commandKinds, isCommandKind } from './exposure.ts';
import type { ScenarioLimits } from './limits.ts';
import { problem } from './problems.ts';
import type { SharingProblem } from './problems.ts';

/** Where a configuration is read. */
export type ConfigScope = 'broker' | 'topic' | 'producer' | 'consumer';

/** What the engine knows and the format does not; each may be absent, and is then not checked. */
export interface ScenarioKnowledge {
  /** Keys that Kafka refuses, with Kafka's reason. */
  readonly refusedConfigs?: (
    scope: ConfigScope,
    configs: ConfigOverrides,
    library?: ConsumerLibrary,
  ) => readonly { readonly key: string; readonly reason: string }[];
  /** Names of the faults that exist. */
  readonly faults?: readonly string[];
  /** What a cost may be; null: there is none of that name. */
  readonly costRange?: (name: string) => { readonly min: number; readonly max: number } | null;
  /** What no broker can be called beside so many controllers: others stand there. */
  readonly takenNodes?: (controllerCount: number) => readonly number[];
}

/** Everything that is inconsistent in a scenario of the right shape. */
export function inconsistencies(scenario: Scenario, limits: ScenarioLimits, knowledge: ScenarioKnowledge): readonly SharingProblem[] {
  const check = new Check(scenario, limits, knowledge);
  check.cluster();
  check.commands(scenario.commands);
  check.exposure(scenario.exposes);
  return check.problems;
}

class Check {
  readonly problems: SharingProblem[] = [];
  private readonly spec: ClusterSpec;
  private readonly limits: ScenarioLimits;
  private readonly knowledge: ScenarioKnowledge;
  private readonly brokerIds: ReadonlySet<number>;
  private readonly clients = new Set<string>();
  /** Topics that exist at some time: a client that waits for one is no mistake. */
  private readonly topicNames: ReadonlySet<string>;
  private partitionCount = 0;

  constructor({ cluster, commands }: Scenario, limits: ScenarioLimits, knowledge: ScenarioKnowledge) {
    this.spec = cluster;
    this.limits = limits;
    this.knowledge = knowledge;
    this.brokerIds = new Set(cluster.brokers.map(({ id }) => id));
    const created = commands.flatMap(({ command }) => (command.kind === 'create-topic' ? [command.topic.name] : []));
    this.topicNames = new Set([...cluster.topics.map(({ name }) => name), ...created]);
  }

  cluster(): void {
    const { brokers, topics, producers, consumers, configs, network } = this.spec;
    if (brokers.length > this.limits.brokersMax) this.add('scenario-too-many', 'cluster.brokers', { maximum: this.limits.brokersMax });
    this.unique(
      brokers.map(({ id }) => String(id)),
      (i) => `cluster.brokers[${String(i)}].id`,
    );
    this.configs('broker', configs, 'cluster.configs');
    const taken = this.knowledge.takenNodes?.(this.spec.controllers ?? 1) ?? [];
    brokers.forEach((broker, i) => {
      if (taken.includes(broker.id)) this.add('scenario-node-taken', `cluster.brokers[${String(i)}].id`, { id: broker.id });
      this.configs('broker', broker.configs, `cluster.brokers[${String(i)}].configs`);
    });
    this.unique(
      topics.map(({ name }) => name),
      (i) => `cluster.topics[${String(i)}].name`,
    );
    topics.forEach((topic, i) => {
      this.topic(topic, `cluster.topics[${String(i)}]`);
    });
    producers.forEach((producer, i) => {
      this.producer(producer, `cluster.producers[${String(i)}]`);
    });
    consumers.forEach((consumer, i) => {
      this.consumer(consumer, `cluster.consumers[${String(i)}]`);
    });
    this.costs(this.spec.costs, 'cluster.costs');
    const { latencyMicrosMin, latencyMicrosMax } = network ?? {};
    if (latencyMicrosMin !== undefined && latencyMicrosMax !== undefined && latencyMicrosMin > latencyMicrosMax) {
      this.add('scenario-min-above-max', 'cluster.network');
    }
  }

  commands(commands: Scenario['commands']): void {
    const { commandsMax } = this.limits;
    if (commands.length > commandsMax) this.add('scenario-too-many', 'commands', { maximum: commandsMax });
    let before = { micros: 0, steps: -1 };
    commands.forEach(({ at, command }, i) => {
      const where = `commands[${String(i)}]`;
      // Steps are compared where both are known; a time alone fits anywhere within its microsecond.
      const isEarlier = at.micros < before.micros || (at.steps >= 0 && at.steps < before.steps);
      if (isEarlier) this.add('scenario-commands-out-of-order', `${where}.at`);
      before = { micros: at.micros, steps: Math.max(before.steps, at.steps) };
      this.command(command, `${where}.command`);
    });
  }

  exposure(exposes: ExposureSpec | undefined): void {
    exposes?.acts?.forEach((act, i) => {
      const [kind = '', fault] = act.split(':');
      const where = `exposes.acts[${String(i)}]`;
      if (!isCommandKind(kind) || (fault !== undefined && kind !== 'fault')) {
        this.add('scenario-not-one-of', where, { values: commandKinds.join(', ') });
      } else if (fault !== undefined && this.knowledge.faults?.includes(fault) === false) {
        this.add('scenario-unknown-fault', where, { fault });
      }
    });
  }

  private command(command: Command, where: string): void {
    switch (command.kind) {
      case 'fault':
        if (this.knowledge.faults?.includes(command.fault) === false)
          this.add('scenario-unknown-fault', `${where}.fault`, { fault: command.fault });
        break;
      case 'send':
      case 'workload':
        this.client(command.producer, `${where}.producer`);
        break;
      case 'configure-client':
      case 'seek-consumer':
      case 'remove-client':
      case 'close-client':
      case 'change-program':
      case 'call-client':
      case 'set-processing':
      case 'change-library':
        this.client(command.client, `${where}.client`);
        break;
      case 'create-topic':
        this.topic(command.topic, `${where}.topic`);
        break;
      case 'add-partitions':
        this.count(command.total, where);
        command.assignment?.forEach((replicas, i) => {
          this.replicas(replicas, `${where}.assignment[${String(i)}]`);
        });
        break;
      case 'reassign':
        if (command.replicas !== null) this.replicas(command.replicas, `${where}.replicas`);
        break;
      case 'configure-broker':
        if (command.broker !== null && !this.brokerIds.has(command.broker)) {
          this.add('scenario-unknown-broker', `${where}.broker`, { broker: command.broker });
        }
        break;
      case 'add-producer':
        this.producer(command.producer, `${where}.producer`);
        break;
      case 'add-consumer':
        this.consumer(command.consumer, `${where}.consumer`);
        break;
      case 'set-costs':
        this.costs(command.costs ?? undefined, `${where}.costs`);
        break;
      case 'configure-topic':
      case 'delete-topic':
      case 'elect':
      case 'delete-records':
      case 'message':
        // What they name may not exist: then Kafka answers so, and that is worth seeing.
        break;
    }
  }

  private costs(costs: Readonly<Record<string, number>> = {}, where: string): void {
    const { costRange } = this.knowledge;
    if (costRange === undefined) return;
    for (const [name, value] of Object.entries(costs)) {
      const range = costRange(name);
      if (range === null) this.add('scenario-unknown-cost', `${where}.${name}`, { cost: name });
      else if (value < range.min || value > range.max) {
        this.add('scenario-cost-out-of-range', `${where}.${name}`, { value, minimum: range.min, maximum: range.max });
      }
    }
  }

  private topic(topic: TopicSpec, where: string): void {
    const { assignment, partitions, replicationFactor } = topic;
    this.count(partitions, `${where}.partitions`);
    this.configs('topic', topic.configs, `${where}.configs`);
    if (assignment === undefined) {
      const brokers = this.brokerIds.size;
      if (replicationFactor > brokers) this.add('scenario-too-few-brokers', `${where}.replicationFactor`, { replicationFactor, brokers });
      return;
    }
    if (assignment.length !== partitions) {
      this.add('scenario-assignment-length', `${where}.assignment`, { expected: partitions, actual: assignment.length });
    }
    assignment.forEach((replicas, i) => {
      this.replicas(replicas, `${where}.assignment[${String(i)}]`);
    });
  }

  private producer(producer: ProducerSpec, where: string): void {
    this.newClient(producer.name, where);
    this.configs('producer', producer.configs, `${where}.configs`, producer.library);
    if (producer.workload !== undefined) this.topicExists(producer.workload.topic, `${where}.workload.topic`);
  }

  private consumer(consumer: ConsumerSpec, where: string): void {
    this.newClient(consumer.name, where);
    this.configs('consumer', consumer.configs, `${where}.configs`, consumer.library);
    const sources = [consumer.assign, consumer.subscribe, consumer.subscribePattern].filter((source) => source !== undefined);
    if (sources.length !== 1) this.add('scenario-assign-or-subscribe', where);
    if (consumer.library === 'scala-0.8' && consumer.assign === undefined) this.add('scenario-then-assigns', where);
    consumer.subscribe?.forEach((topic, i) => {
      this.topicExists(topic, `${where}.subscribe[${String(i)}]`);
    });
    consumer.assign?.forEach((partition, i) => {
      this.topicExists(partition.replace(/-\d+$/, ''), `${where}.assign[${String(i)}]`);
    });
  }

  private topicExists(topic: string, where: string): void {
    if (!this.topicNames.has(topic)) this.add('scenario-unknown-topic', where, { topic });
  }

  private newClient(name: string, where: string): void {
    if (this.clients.has(name)) this.add('scenario-duplicate', `${where}.name`, { name });
    this.clients.add(name);
  }

  private client(client: string, where: string): void {
    if (!this.clients.has(client)) this.add('scenario-unknown-client', where, { client });
  }

  private replicas(replicas: readonly number[], where: string): void {
    this.unique(replicas.map(String), (i) => `${where}[${String(i)}]`);
    replicas.forEach((broker, i) => {
      if (!this.brokerIds.has(broker)) this.add('scenario-unknown-broker', `${where}[${String(i)}]`, { broker });
    });
  }

  private count(partitions: number, where: string): void {
    const { partitionsMax } = this.limits;
    const wasWithin = this.partitionCount <= partitionsMax;
    this.partitionCount += partitions;
    if (!wasWithin || this.partitionCount <= partitionsMax) return;
    this.add('scenario-too-many-partitions', where, { count: this.partitionCount, maximum: partitionsMax });
  }

  private configs(scope: ConfigScope, configs: ConfigOverrides | undefined, where: string, library?: ConsumerLibrary): void {
    if (configs === undefined) return;
    for (const { key, reason } of this.knowledge.refusedConfigs?.(scope, configs, library) ?? []) {
      this.add('scenario-config-refused', `${where}["${key}"]`, { key, reason });
    }
  }

  private unique(names: readonly string[], where: (index: number) => string): void {
    const seen = new Set<string>();
    names.forEach((name, i) => {
      if (seen.has(name)) this.add('scenario-duplicate', where(i), { name });
      seen.add(name);
    });
  }

  private add(...parts: Parameters<typeof problem>): void {
    this.problems.push(problem(...parts));
  }
}

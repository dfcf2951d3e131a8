import { Cluster } from '../../engine/kafka/cluster.ts';
import { producerSettings } from '../../engine/kafka/clients/producer/producer-config.ts';
import type { ClientError } from '../../engine/kafka/clients/common/client-error.ts';
import { faultByName } from '../../engine/faults/index.ts';
import type { Process } from '../../engine/kernel/process.ts';
import { assert } from '../../engine/kernel/units.ts';
import type { Micros, NodeId } from '../../engine/kernel/units.ts';
import type { ClusterSpec } from '../../contract/scenario.ts';
import type { Json } from '../registry.ts';
import { isList, isObject, type JsonObject } from '../rows.ts';
import { stringFields } from '../support/fields.ts';
import { AgentProcess } from './agent-process.ts';
import { errorJson } from './errors-json.ts';
import { MemberProcess } from './member-process.ts';
import { MetadataReading } from './metadata-records.ts';
import { RecordedProducer } from './recorded-producer.ts';
import { takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** What every recorded node is configured with besides the scenario's own settings: small, and without actions that nobody asked for. */
const nodeDefaults: Readonly<Record<string, string>> = {
  'auto.create.topics.enable': 'false',
  'auto.leader.rebalance.enable': 'false',
  'group.initial.rebalance.delay.ms': '0',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.num.partitions': '1',
  'log.segment.delete.delay.ms': '1000',
};

const agentNode: NodeId = 901;
const epochMillis = 1_750_000_000_000;
/** From the start of a Java process until it speaks to the controller. */
const processStartMicros: Micros = 3_000_000;

/** Loopback: hardly any difference between one message and the next. */
const network = { latencyMicrosMin: 400, latencyMicrosMax: 450 };

/** A job that goes on by itself while time passes; it looks at the world after every step. */
export interface Job {
  /** Goes on as far as it can; true when it is done. */
  goOn(nowMicros: Micros): boolean;
  /** When it wants to be asked again even if nothing happens. */
  readonly wakeMicros: Micros;
}

/** A simulated cluster with the clients of one scenario, and a clock that waits for them. */
export class Stage {
  readonly cluster: Cluster;
  readonly reading: MetadataReading;
  readonly agent: AgentProcess;
  readonly members = new Map<string, MemberProcess>();
  readonly producers = new Map<string, RecordedProducer>();
  private readonly jobs = new Set<Job>();
  private readonly cuts: (readonly [NodeId, NodeId])[] = [];
  private clientCount = 0;

  constructor(spec: Json) {
    this.cluster = new Cluster({ seed: 1, epochMillis, cluster: clusterSpec(spec) });
    this.agent = this.addNode(agentNode, (kernel, context) => new AgentProcess(kernel, context));
    this.reading = new MetadataReading(this.cluster);
  }

  get nowMicros(): Micros {
    return this.cluster.kernel.nowMicros;
  }

  look(): Snapshot {
    this.reading.advance();
    return takeSnapshot(
      this.cluster,
      this.reading.image,
      Object.fromEntries([...this.members].map(([name, member]) => [name, memberView(member)])),
    );
  }

  /** Lets time pass. */
  advance(micros: Micros): void {
    this.runUntil(this.nowMicros + micros, () => false);
  }

  /** Lets time pass until something is so; false when it is not within the limit. Asked after every step. */
  advanceUntil(isSo: () => boolean, limitMicros: Micros): boolean {
    return isSo() || this.runUntil(this.nowMicros + limitMicros, isSo);
  }

  addJob(job: Job): void {
    if (!job.goOn(this.nowMicros)) this.jobs.add(job);
  }

  private runUntil(endMicros: Micros, isSo: () => boolean): boolean {
    const { kernel } = this.cluster;
    for (;;) {
      let wakeMicros = endMicros;
      for (const job of this.jobs) wakeMicros = Math.min(wakeMicros, job.wakeMicros);
      const nextMicros = kernel.nextStepMicros();
      if (nextMicros <= wakeMicros) kernel.step();
      else kernel.idleUntil(wakeMicros);
      for (const job of this.jobs) if (job.goOn(this.nowMicros)) this.jobs.delete(job);
      if (isSo()) return true;
      if (this.nowMicros >= endMicros && kernel.nextStepMicros() > endMicros) return false;
    }
  }

  // Nodes ----------------------------------------------------------------------------------------------------------------------------

  isUp(node: NodeId): boolean {
    return this.cluster.kernel.node(node).isProcessUp;
  }

  fault(name: string, node: NodeId): void {
    const fault = faultByName(name);
    assert(fault !== null, 'the fault exists');
    this.cluster.kernel.runCommand({ command: name, target: String(node), detail: '' }, () => fault.apply(this.cluster, { node }));
  }

  /** SIGTERM, and waiting for the end of the process. */
  terminate(node: NodeId): boolean {
    this.fault('stop', node);
    return this.advanceUntil(() => !this.isUp(node), 60_000_000);
  }

  /** Starts a node that is down (one that runs is first shut down in order), and waits for it unless told not to. */
  restart(node: NodeId, waits: boolean): boolean {
    if (this.isUp(node) && !this.terminate(node)) return false;
    this.advance(processStartMicros);
    this.fault('restart', node);
    const broker = this.cluster.broker(node);
    return !waits || this.advanceUntil(() => broker === null || broker.lifecycle.state === 'RUNNING', 60_000_000);
  }

  /** Deletes what a node that is down has stored, or one partition of it; its identity stays. */
  wipe(node: NodeId, partition: string | null): void {
    const disk = this.cluster.broker(node)?.disk;
    if (disk === undefined) return;
    if (partition === null) disk.wipe(disk.directoryId);
    else disk.wipePartition(partition);
  }

  /** Stops the connections that `from` opened to `to`. */
  cut(from: NodeId, to: NodeId): void {
    this.cuts.push([from, to]);
    this.cluster.kernel.cutConnections(from, to);
  }

  heal(): void {
    for (const [from, to] of this.cuts.splice(0)) this.cluster.kernel.healConnections(from, to);
  }

  // Clients --------------------------------------------------------------------------------------------------------------------------

  /** The producer of a name, made with these settings at its first use; or why Kafka does not make it. */
  producer(name: string, configs: Readonly<Record<string, string>>): RecordedProducer | ClientError {
    const known = this.producers.get(name);
    if (known !== undefined) return known;
    const result = producerSettings(configs);
    if (!result.ok) return result.cause ?? result.error;
    const { settings } = result;
    const { brokerIds: bootstrap, ledger } = this.cluster;
    const { node } = this.cluster.clients.add('producer', { name: `producer ${name}` });
    const options = { settings, bootstrap, ledger, workload: null };
    const producer = this.addNode(node, (kernel, context) => new RecordedProducer(kernel, context, options));
    this.producers.set(name, producer);
    return producer;
  }

  /** A consumer on a thread of its own. `name` null: one that is not looked at. */
  addMember(name: string | null, configs: Readonly<Record<string, string>>, isPolling: boolean): MemberProcess {
    const { brokerIds: bootstrapBrokers } = this.cluster;
    const { node } = this.cluster.clients.add('consumer', { name: `consumer ${name ?? String(this.clientCount++)}` });
    const member = this.addNode(node, (kernel, context) => new MemberProcess(kernel, context, { configs, bootstrapBrokers, isPolling }));
    if (name !== null) this.members.set(name, member);
    return member;
  }

  private addNode<P extends Process>(node: NodeId, make: (...args: MakeArguments) => P): P {
    const { kernel } = this.cluster;
    const made: P[] = [];
    kernel.addNode(node, (context) => {
      const process = make(kernel, context);
      made.push(process);
      return process;
    });
    kernel.startProcess(node);
    const [process] = made;
    assert(process !== undefined, 'a node has its process');
    return process;
  }
}

type MakeArguments = [kernel: Cluster['kernel'], context: Parameters<Parameters<Cluster['kernel']['addNode']>[1]>[0]];

/** Consumers without a group get their partitions by assign(), which no rebalance listener hears of. */
function memberView(member: MemberProcess): JsonObject {
  return { assignment: [], events: member.exceptions.map(errorJson), count: member.records.length };
}

function clusterSpec(spec: Json): ClusterSpec {
  const row = isObject(spec) ? spec : {};
  const brokerCount = typeof row['brokers'] === 'number' ? row['brokers'] : 3;
  const racks = isList(row['racks']) ? row['racks'] : [];
  const brokerSet = isObject(row['brokerSet']) ? row['brokerSet'] : {};
  const brokers = Array.from({ length: brokerCount }, (_, i) => {
    const rack = racks[i];
    return { id: i + 1, ...(typeof rack === 'string' ? { rack } : {}), configs: textFields(brokerSet[String(i + 1)]) };
  });
  const features = Object.entries(isObject(row['features']) ? row['features'] : {}).map(([name, level]) => [name, Number(level)]);
  return {
    brokers,
    controllers: typeof row['controllers'] === 'number' ? row['controllers'] : 1,
    configs: { ...nodeDefaults, ...textFields(row['set']) },
    features: Object.fromEntries(features) as Record<string, number>,
    topics: [],
    producers: [],
    consumers: [],
    network,
  };
}

/** Settings as text, whatever they were written as. */
export function textFields(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return stringFields(
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeof item === 'string' ? item : JSON.stringify(item)])),
  );
}

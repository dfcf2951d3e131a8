import { saveFields } from '../../../kernel/saving.ts';
import type { Entity, EntityRegistry, SavedFields } from '../../../kernel/state.ts';
import { MetadataDelta } from '../../metadata/delta.ts';
import { MetadataImage } from '../../metadata/image.ts';
import type { ControllerResult, Decision } from '../../metadata/decision.ts';
import type { PartitionRegistration } from '../../metadata/partition-registration.ts';
import type { MetadataRecord } from '../../metadata/records.ts';
import { JavaRandom } from '../../util/java-random.ts';
import { KafkaConfigSchema } from '../kafka-config-schema.ts';
import { bootstrapRecords } from '../bootstrap.ts';
import { Controller } from '../controller.ts';
import { alterPartition } from '../decide/alter-partition.ts';
import { createTopics } from '../decide/create-topics.ts';
import { heartbeatAppended, processBrokerHeartbeat, type BrokerHeartbeatReply } from '../decide/heartbeat.ts';
import { registerBroker } from '../decide/registration.ts';
import type { DecisionContext } from '../parts.ts';
import { ControllerSettings, featureNames, productionFeatures } from '../settings.ts';

/** Keeps all entities, as the kernel does. */
export class TestRegistry implements EntityRegistry {
  readonly entities: Entity[] = [];

  register(entity: Entity): number {
    this.entities.push(entity);
    return this.entities.length - 1;
  }

  markDirty(): void {}

  /** What a checkpoint would hold of everything. */
  save(): readonly SavedFields[] {
    return this.entities.map((entity) => saveFields(entity));
  }
}

/** A controller with a log in memory: what is decided is appended and replayed at once. */
export class ControllerDriver {
  readonly registry = new TestRegistry();
  readonly log: MetadataRecord[] = [];
  controller: Controller;
  image = MetadataImage.empty();
  nowMicros = 0;
  private readonly random = new JavaRandom(7);
  private readonly settings: ControllerSettings;
  private topicCount = 0;
  private readonly lives = new Map<number, number>();

  constructor(options: { readonly elr?: number; readonly minIsr?: string } = {}) {
    this.settings = new ControllerSettings({ staticConfig: new Map([['min.insync.replicas', options.minIsr ?? '1']]) });
    this.controller = new Controller(this.registry, this.settings, new KafkaConfigSchema());
    const levels = new Map([[featureNames.metadataVersion as string, 30], [featureNames.eligibleLeaderReplicas, options.elr ?? 1]]);
    this.append(bootstrapRecords(levels, this.controller.configuration.staticMinInSyncReplicas()));
    this.controller.activate(0);
  }

  context(requestVersion = 4): DecisionContext {
    const { random } = this;
    const nextTopicId = (): string => `id-${String(this.topicCount++)}`;
    return { nowMicros: this.nowMicros, requestVersion, random: { nextInt: (bound) => random.nextInt(bound), nextTopicId } };
  }

  append(records: readonly MetadataRecord[]): void {
    const delta = new MetadataDelta(this.image);
    for (const record of records) {
      this.controller.replay(record, this.log.length);
      delta.apply(record, this.log.length);
      this.log.push(record);
    }
    this.image = delta.image;
  }

  run<R>(result: ControllerResult<R>): R {
    if (result.kind === 'refused') throw new Error(result.error.errorMessage ?? '');
    this.append(result.records);
    return result.response;
  }

  records<R>(decision: Decision<R>): readonly MetadataRecord[] {
    this.append(decision.records);
    return decision.records;
  }

  /** Starts a broker: registers and unfences it. `isClean`: its last life ended in order. */
  start(brokerId: number, isClean = true): void {
    const life = (this.lives.get(brokerId) ?? 0) + 1;
    this.lives.set(brokerId, life);
    const previous = this.controller.cluster.registration(brokerId)?.epoch;
    const request = {
      ...{ brokerId, clusterId: 'kafkascope', incarnationId: `${String(brokerId)}-${String(life)}`, rack: null },
      ...{ isMigratingZkBroker: false, features: productionFeatures, logDirs: [`dir-${String(brokerId)}`] },
      previousBrokerEpoch: isClean && previous !== undefined ? previous : -1,
    };
    this.run(registerBroker(this.controller, request, this.context(), this.log.length));
    this.heartbeat(brokerId);
  }

  heartbeat(brokerId: number, wish: { readonly wantFence?: boolean; readonly wantShutDown?: boolean } = {}): BrokerHeartbeatReply {
    const brokerEpoch = this.controller.cluster.registration(brokerId)?.epoch ?? -1;
    const wishes = { wantFence: false, wantShutDown: false, offlineLogDirs: [] };
    const request = { brokerId, brokerEpoch, currentMetadataOffset: this.log.length, ...wishes };
    const reply = this.run(processBrokerHeartbeat(this.controller, { ...request, ...wish }, this.context()));
    heartbeatAppended(this.controller, brokerId, reply, this.log.length - 1);
    return reply;
  }

  fence(brokerId: number): void {
    this.heartbeat(brokerId, { wantFence: true });
  }

  topic(name: string, assignments: readonly (readonly number[])[], configs: Readonly<Record<string, string>> = {}): void {
    const asked = assignments.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds }));
    const settings = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
    const topic = { name, numPartitions: -1, replicationFactor: -1, assignments: asked, configs: settings };
    this.run(createTopics(this.controller, { topics: [topic], timeoutMs: 0, validateOnly: false }, this.context()));
  }

  partition(topicName: string, partitionId = 0): PartitionRegistration {
    const partition = this.controller.replication.topicByName(topicName)?.parts[partitionId];
    if (partition === undefined) throw new Error(`no partition ${topicName}-${String(partitionId)}`);
    return partition;
  }

  /** The leader asks for an ISR. */
  isr(topicName: string, isr: readonly number[], partitionId = 0): number {
    const { leader, leaderEpoch, partitionEpoch, leaderRecoveryState } = this.partition(topicName, partitionId);
    const { cluster, replication } = this.controller;
    const members = isr.map((brokerId) => ({ brokerId, brokerEpoch: cluster.registration(brokerId)?.epoch ?? -1 }));
    const data = { partitionIndex: partitionId, leaderEpoch, newIsrWithEpochs: members, leaderRecoveryState, partitionEpoch };
    const topics = [{ topicId: replication.topicId(topicName) ?? '', partitions: [data] }];
    const brokerEpoch = cluster.registration(leader)?.epoch ?? -1;
    return this.run(alterPartition(this.controller, { brokerId: leader, brokerEpoch, topics })).topics[0]?.partitions[0]?.errorCode ?? -1;
  }

  /** Another controller takes over: it knows what the log says, and nothing else. */
  failover(): Controller {
    const successor = new Controller(this.registry, this.settings, new KafkaConfigSchema());
    for (const [offset, record] of this.log.entries()) successor.replay(record, offset);
    successor.activate(this.nowMicros);
    return successor;
  }
}

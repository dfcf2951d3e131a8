import { Entity } from '../../../kernel/state.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { EventSpec } from '../../../kernel/event.ts';
import { noEvent } from '../../../kernel/units.ts';
import type { EventId } from '../../../kernel/units.ts';
import type { AlterPartitionRequest } from '../../apis/AlterPartition/messages.ts';
import type { FetchRequest, FetchResponse } from '../../apis/Fetch/messages.ts';
import { errors } from '../../errors.ts';
import { LogConfig } from '../../log/log-config.ts';
import { PartitionLog } from '../../log/partition-log.ts';
import { Mutations } from '../../mutations.ts';
import type { MutationId } from '../../mutations.ts';
import { AlterPartitionManager } from '../alter-partition-manager.ts';
import type { AlterPartitionChannel } from '../alter-partition-manager.ts';
import { FetchRequests } from '../fetch-requests.ts';
import type { FetchRequestsHost } from '../fetch-requests.ts';
import { FetcherConfig } from '../fetcher-state.ts';
import type { FetcherHost } from '../fetcher-state.ts';
import type { PendingPartitionChange } from '../isr-state.ts';
import { Partition } from '../partition.ts';
import { maybeShrinkIsr } from '../partition-isr.ts';
import { PartitionNames } from '../partition-names.ts';
import type { BrokerState, PartitionOwner, PartitionRegistration } from '../partition-owner.ts';
import { ReplicaFetcher } from '../replica-fetcher.ts';
import type { FetcherRequest } from '../replica-fetcher.ts';
import { epochEnds, listOffsets } from './offset-answers.ts';
import { testBatch } from './test-batch.ts';

/** Collects what can be saved. */
export class TestRegistry implements EntityRegistry {
  readonly entities: Entity[] = [];
  readonly dirty = new Set<Entity>();

  register(entity: Entity): number {
    return this.entities.push(entity) - 1;
  }

  markDirty(entity: Entity): void {
    this.dirty.add(entity);
  }
}

const latencyMillis = 2;
const startMillis = 1_700_000_000_000;

/** What a world is made of. */
export interface WorldOptions {
  readonly partitionCount?: number;
  readonly minInSyncReplicas?: number;
  /** 0: no fetch sessions, every fetch names all partitions. */
  readonly sessionsMax?: number;
  /** False: every fetch of a session looks at all its partitions, as in Kafka. */
  readonly letsSleep?: boolean;
  readonly mutations?: readonly MutationId[];
}

/** Three brokers that replicate partitions, a controller that agrees with every valid change, and time. No kernel. */
export class ReplicationWorld {
  nowMillis = startMillis;
  readonly registry = new TestRegistry();
  readonly brokers: ReadonlyMap<number, TestBroker>;
  readonly keys: readonly string[];
  /** What the controller has committed. */
  readonly committed = new Map<string, PartitionRegistration>();
  readonly events: { readonly name: string; readonly args: Readonly<Record<string, number>> }[] = [];
  /** Brokers whose messages are lost. */
  readonly unreachable = new Set<number>();
  private readonly queue: { readonly atMillis: number; readonly sequence: number; readonly run: () => void }[] = [];
  private sequence = 0;
  readonly options: Required<WorldOptions>;

  constructor(options: WorldOptions = {}) {
    this.options = { partitionCount: 1, minInSyncReplicas: 1, sessionsMax: 1000, letsSleep: true, mutations: [], ...options };
    this.brokers = new Map([1, 2, 3].map((id) => [id, new TestBroker(this, id)]));
    this.keys = Array.from({ length: this.options.partitionCount }, (_, i) => `t-${String(i)}`);
    for (const [i, key] of this.keys.entries()) this.elect(key, (i % 3) + 1, { isr: [1, 2, 3] });
  }

  broker(id: number): TestBroker {
    const broker = this.brokers.get(id);
    if (broker === undefined) throw new Error(`no broker ${String(id)}`);
    return broker;
  }

  /** The replica of a partition on a broker. */
  replica(brokerId: number, key = 't-0'): Partition {
    const partition = this.broker(brokerId).partitions.get(key);
    if (partition === undefined) throw new Error(`no partition ${key}`);
    return partition;
  }

  /** Runs something later. */
  after(delayMillis: number, run: () => void): void {
    this.queue.push({ atMillis: this.nowMillis + delayMillis, sequence: this.sequence++, run });
  }

  /** Lets time pass. */
  run(millis: number): void {
    const until = this.nowMillis + millis;
    for (;;) {
      this.queue.sort((a, b) => a.atMillis - b.atMillis || a.sequence - b.sequence);
      const next = this.queue[0];
      if (next === undefined || next.atMillis > until) break;
      this.queue.shift();
      this.nowMillis = Math.max(this.nowMillis, next.atMillis);
      next.run();
    }
    this.nowMillis = until;
  }

  /** A new leader, in a new epoch, that the reachable brokers learn of at once. */
  elect(key: string, leader: number, changes: { readonly isr?: readonly number[] } = {}): void {
    const before = this.committed.get(key);
    this.publish(key, {
      replicas: [1, 2, 3],
      isr: changes.isr ?? before?.isr ?? [1, 2, 3],
      addingReplicas: [],
      removingReplicas: [],
      leader,
      leaderEpoch: (before?.leaderEpoch ?? 0) + 1,
      partitionEpoch: (before?.partitionEpoch ?? -1) + 1,
      leaderRecoveryState: 'RECOVERED',
    });
  }

  /** Commits a registration and tells all brokers that can hear it. */
  publish(key: string, registration: PartitionRegistration): void {
    this.committed.set(key, registration);
    for (const broker of this.brokers.values()) if (!this.unreachable.has(broker.brokerId)) broker.apply(key, registration);
  }

  /** One batch to the leader that the controller knows. */
  append(key = 't-0', acks = 1, recordCount = 1): ReturnType<Partition['appendRecordsToLeader']> {
    const leader = this.committed.get(key)?.leader ?? 1;
    return this.broker(leader).append(key, acks, recordCount);
  }

  answerAlterPartition(request: AlterPartitionRequest): void {
    if (this.unreachable.has(request.brokerId)) return;
    const sender = this.broker(request.brokerId);
    const topics = request.topics.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map((change) => {
        const key = `t-${String(change.partitionIndex)}`;
        const known = this.committed.get(key);
        const { partitionIndex } = change;
        const none = { partitionIndex, leaderId: -1, leaderEpoch: -1, isr: [], leaderRecoveryState: 0, partitionEpoch: -1 };
        if (known === undefined || known.leaderEpoch !== change.leaderEpoch) return { ...none, errorCode: errors.FENCED_LEADER_EPOCH };
        if (known.partitionEpoch !== change.partitionEpoch) return { ...none, errorCode: errors.INVALID_UPDATE_VERSION };
        const isr = change.newIsrWithEpochs.map(({ brokerId }) => brokerId);
        const next = { ...known, isr, partitionEpoch: known.partitionEpoch + 1 };
        this.committed.set(key, next);
        const { leader: leaderId, leaderEpoch, partitionEpoch } = next;
        return { ...none, errorCode: errors.NONE, leaderId, leaderEpoch, isr, partitionEpoch };
      }),
    }));
    this.after(latencyMillis, () => {
      sender.alterPartitions.onResponse({ throttleTimeMs: 0, errorCode: errors.NONE, topics }, this.nowMillis);
      sender.completeChanged();
    });
  }
}

/** Looks at every partition of a session at each fetch. */
class SleeplessFetchRequests extends FetchRequests {
  protected override letSleep(): void {
    // Nothing sleeps.
  }
}

/** A broker of the world. */
export class TestBroker extends Entity implements PartitionOwner, AlterPartitionChannel, FetchRequestsHost, FetcherHost {
  readonly world: ReplicationWorld;
  readonly brokerId: number;
  readonly partitionNames = new PartitionNames();
  readonly mutations: Mutations;
  readonly replicaLagTimeMaxMs = 30000;
  readonly fetchMaxBytes = 57671680;
  readonly partitions = new Map<string, Partition>();
  readonly fetches: FetchRequests;
  readonly fetchers = new Map<number, ReplicaFetcher>();
  readonly alterPartitions: AlterPartitionManager;
  /** How many partitions fetches have named, for measuring. */
  namedPartitionCount = 0;
  fetchCount = 0;
  private changedKeys = new Set<string>();

  constructor(world: ReplicationWorld, brokerId: number) {
    super(world.registry);
    this.world = world;
    this.brokerId = brokerId;
    this.mutations = new Mutations(world.options.mutations);
    this.fetches = new (world.options.letsSleep ? FetchRequests : SleeplessFetchRequests)(world.registry, this, world.options.sessionsMax);
    this.alterPartitions = new AlterPartitionManager(world.registry, this);
  }

  localBrokerEpoch(): number {
    return 100 + this.brokerId;
  }

  brokerState(brokerId: number): BrokerState {
    return { epoch: 100 + brokerId, fenced: false, inControlledShutdown: false };
  }

  getOrCreateLog(partition: Partition, nowMillis: number): PartitionLog {
    return new PartitionLog(this.registry, partition.topicPartition, new LogConfig(), nowMillis);
  }

  checkpointedHighWatermark(): number {
    return 0;
  }

  delayedDeleteRecordsCount(): number {
    return 0;
  }

  submitAlterPartition(partition: Partition, proposed: PendingPartitionChange, nowMillis: number): void {
    this.alterPartitions.submit(partition, proposed, nowMillis);
  }

  sendAlterPartition(request: AlterPartitionRequest): void {
    this.world.after(latencyMillis, () => this.world.answerAlterPartition(request));
  }

  scheduleAlterPartitionRetry(delayMillis: number): void {
    this.world.after(delayMillis, () => this.alterPartitions.onRetryTimer());
  }

  tryCompleteDelayedRequests(partition: Partition): void {
    this.changedKeys.add(partition.topicPartition);
  }

  partitionOrError(topicPartition: string): Partition | number {
    return this.partitions.get(topicPartition) ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
  }

  currentLeader(): null {
    return null;
  }

  readonly sendsConsumersToRacks = false;

  preferredReadReplica(): number {
    return -1;
  }

  hostedPartition(topicPartition: string): Partition | null {
    return this.partitions.get(topicPartition) ?? null;
  }

  completeDelayedFetches(partition: Partition): void {
    this.changedKeys.add(partition.topicPartition);
  }

  emit<F extends string>(spec: EventSpec<F>, args: Readonly<Record<F, number>>): EventId {
    if (spec.level === 'milestone') this.world.events.push({ name: spec.name, args });
    return noEvent;
  }

  emitRow(): EventId {
    return noEvent;
  }

  name(): number {
    return 0;
  }

  apply(key: string, registration: PartitionRegistration): void {
    const partition = this.partitions.get(key) ?? this.host(key);
    partition.setMinInSyncReplicas(this.world.options.minInSyncReplicas);
    const { nowMillis } = this.world;
    if (registration.leader === this.brokerId) {
      for (const fetcher of this.fetchers.values()) fetcher.removePartition(key);
      partition.makeLeader(registration, nowMillis);
    } else if (partition.makeFollower(registration, nowMillis)) {
      for (const fetcher of this.fetchers.values()) fetcher.removePartition(key);
      const fetcher = this.fetcherOf(registration.leader);
      fetcher.addPartition(partition);
      this.world.after(0, () => this.pump(fetcher));
    }
    this.changedKeys.add(key);
    this.completeChanged();
  }

  append(key: string, acks: number, recordCount: number): ReturnType<Partition['appendRecordsToLeader']> {
    const partition = this.partitions.get(key);
    if (partition === undefined) throw new Error(`no partition ${key}`);
    const result = partition.appendRecordsToLeader(testBatch(recordCount, this.world.nowMillis), acks, this.world.nowMillis);
    this.changedKeys.add(key);
    this.completeChanged();
    return result;
  }

  shrinkIsrs(): void {
    for (const partition of this.partitions.values()) maybeShrinkIsr(partition, this.world.nowMillis);
  }

  /** Answers the fetches that are complete. */
  completeChanged(): void {
    while (this.changedKeys.size > 0) {
      const keys = this.changedKeys;
      this.changedKeys = new Set();
      for (const key of keys) {
        for (const operation of this.fetches.checkAndComplete(key)) {
          this.reply(operation.parts.params.replicaId, this.fetches.complete(operation, this.world.nowMillis));
        }
      }
    }
  }

  pump(fetcher: ReplicaFetcher): void {
    const request = fetcher.nextRequest(this.world.nowMillis);
    if (request !== null) {
      this.world.after(latencyMillis, () => this.world.broker(fetcher.leaderId).serve(this.brokerId, request));
      return;
    }
    const due = fetcher.nextDueMillis();
    if (due < Infinity && !fetcher.isWaiting) this.world.after(Math.max(1, due - this.world.nowMillis), () => this.pump(fetcher));
  }

  private fetcherOf(leaderId: number): ReplicaFetcher {
    const known = this.fetchers.get(leaderId);
    if (known !== undefined) return known;
    const fetcher = new ReplicaFetcher(this.registry, this, { leaderId, fetcherId: 0 }, new FetcherConfig());
    this.fetchers.set(leaderId, fetcher);
    return fetcher;
  }

  private serve(from: number, request: FetcherRequest): void {
    const { world } = this;
    if (world.unreachable.has(from) || world.unreachable.has(this.brokerId)) {
      world.after(1000, () => this.lose(from));
      return;
    }
    if (request.api === 'Fetch') {
      this.serveFetch(from, request.body);
    } else if (request.api === 'ListOffsets') {
      const response = listOffsets(this, request.body);
      this.answer(from, (fetcher) => fetcher.onListOffsetsResponse(response, world.nowMillis));
    } else {
      const response = epochEnds(this, request.body);
      this.answer(from, (fetcher) => fetcher.onOffsetForLeaderEpochResponse(response, world.nowMillis));
    }
  }

  private serveFetch(from: number, request: FetchRequest): void {
    const { world } = this;
    this.fetchCount++;
    for (const { partitions } of request.topics) this.namedPartitionCount += partitions.length;
    const outcome = this.fetches.handle(request, null, noEvent, world.nowMillis);
    if (outcome.kind === 'respond') {
      this.reply(from, outcome.response);
    } else {
      const { id } = outcome.operation;
      world.after(outcome.waitMillis, () => {
        const expired = this.fetches.expire(id);
        if (expired !== null) this.reply(from, this.fetches.complete(expired, world.nowMillis));
      });
    }
    this.completeChanged();
  }

  private reply(to: number, response: FetchResponse): void {
    this.answer(to, (fetcher) => fetcher.onFetchResponse(response, this.world.nowMillis));
  }

  private lose(to: number): void {
    const broker = this.world.broker(to);
    const fetcher = broker.fetchers.get(this.brokerId);
    if (fetcher === undefined) return;
    fetcher.onDisconnect(this.world.nowMillis);
    broker.pump(fetcher);
  }

  private answer(to: number, take: (fetcher: ReplicaFetcher) => void): void {
    this.world.after(latencyMillis, () => {
      if (this.world.unreachable.has(to) || this.world.unreachable.has(this.brokerId)) {
        this.lose(to);
        return;
      }
      const broker = this.world.broker(to);
      const fetcher = broker.fetchers.get(this.brokerId);
      if (fetcher === undefined) return;
      take(fetcher);
      broker.completeChanged();
      broker.pump(fetcher);
    });
  }

  private host(key: string): Partition {
    const partition = new Partition(this.registry, this, { topic: 't', partitionIndex: Number(key.slice(2)), topicId: 'T1' });
    this.partitions.set(key, partition);
    return partition;
  }
}

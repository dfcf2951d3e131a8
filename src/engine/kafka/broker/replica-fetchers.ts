import { BeatBlock } from '../../kernel/beats.ts';
import type { EventSpec } from '../../kernel/event.ts';
import type { Envelope } from '../../kernel/process.ts';
import type { ScheduleId } from '../../kernel/scheduler.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { EventId, NodeId } from '../../kernel/units.ts';
import type { FetchResponse } from '../apis/Fetch/messages.ts';
import type { ListOffsetsResponse } from '../apis/ListOffsets/messages.ts';
import type { OffsetForLeaderEpochResponse } from '../apis/OffsetForLeaderEpoch/messages.ts';
import type { Mutations } from '../mutations.ts';
import type { Broker } from './broker.ts';
import { channels } from './channels.ts';
import { fetcherBeatColumns } from './fetch-session-handler.ts';
import { purposeOf } from './fetcher-partitions.ts';
import { replicateDelay } from './hardware-delays.ts';
import { FetcherConfig } from './fetcher-state.ts';
import type { FetcherHost } from './fetcher-state.ts';
import type { OutgoingRequest } from './outgoing-requests.ts';
import type { Partition } from './partition.ts';
import type { PartitionNames } from './partition-names.ts';
import type { PartitionRegistration } from './partition-owner.ts';
import { ReplicaFetcher } from './replica-fetcher.ts';
import { TaskTimer } from './timers.ts';

const noTimer: ScheduleId = -1;

/**
 * The fetcher threads of a broker: one for each leader and fetcher id, each with one request on its way. Source: AbstractFetcherManager,
 * ReplicaFetcherManager, BrokerBlockingSender.
 */
export class ReplicaFetchers extends Entity implements FetcherHost {
  private readonly broker: Broker;
  /** By leader and fetcher id. */
  private fetchers = new Map<string, ReplicaFetcher>();
  /** Where the next fetcher has its beats. */
  private beats: BeatBlock | null = null;
  private timerDueMillis = Infinity;
  private timer: ScheduleId = noTimer;

  constructor(registry: EntityRegistry, broker: Broker) {
    super(registry);
    this.broker = broker;
  }

  get brokerId(): number {
    return this.broker.context.self;
  }

  get mutations(): Mutations {
    return this.broker.environment.mutations;
  }

  get partitionNames(): PartitionNames {
    return this.broker.environment.partitionNames;
  }

  localBrokerEpoch(): number {
    return this.broker.brokerEpoch;
  }

  hostedPartition(topicPartition: string): Partition | null {
    return this.broker.replicas.partition(topicPartition) ?? null;
  }

  completeDelayedFetches(partition: Partition): void {
    this.broker.completeFetches(partition.topicPartition);
  }

  emit<F extends string>(spec: EventSpec<F>, args: Readonly<Record<F, number>>, because: EventId = -1): EventId {
    return this.broker.context.emit(spec, args, because);
  }

  /** All fetchers, for pictures and checks. */
  all(): Iterable<ReplicaFetcher> {
    return this.fetchers.values();
  }

  /** A follower's metadata: fetches from the leader that they name, if its broker is alive as far as we know. */
  follow(partition: Partition, registration: PartitionRegistration): void {
    const { leader } = registration;
    if (leader < 0 || leader === this.brokerId || this.broker.image.broker(leader) === undefined) return;
    const fetcher = this.fetcherFor(leader, this.fetcherIdOf(partition));
    fetcher.addPartition(partition);
    this.pump(fetcher);
  }

  /** Nobody fetches the partition any more. */
  stop(topicPartition: string): void {
    for (const fetcher of this.fetchers.values())
      if (fetcher.fetchState(topicPartition) !== null || fetcher.isFailed(topicPartition)) fetcher.removePartition(topicPartition);
  }

  /** A broker came, went or changed: nothing to do, connections are made when something is sent. */
  brokersChanged(): void {
    for (const fetcher of this.fetchers.values()) this.pump(fetcher);
  }

  onAnswer(request: OutgoingRequest, envelope: Envelope): void {
    const { broker } = this;
    const costs = broker.hardware !== null || broker.disk.appendDelayMicros > 0;
    const records = costs && envelope.message.api === 'Fetch' ? (envelope.message.body as FetchResponse) : null;
    if (records === null || !hasRecords(records)) return this.take(request.purpose, envelope);
    broker.afterAppend(envelope, request.purpose, replicateDelay(broker, records));
  }

  /** Takes a leader's answer, once the disk is ready for what it brings. */
  take(purpose: string, envelope: Envelope): void {
    const fetcher = this.fetchers.get(purpose);
    if (fetcher === undefined) return;
    const { nowMillis } = this.broker.context;
    const { api, body } = envelope.message;
    if (api === 'Fetch') fetcher.onFetchResponse(body as FetchResponse, nowMillis);
    else if (api === 'ListOffsets') fetcher.onListOffsetsResponse(body as ListOffsetsResponse, nowMillis);
    else fetcher.onOffsetForLeaderEpochResponse(body as OffsetForLeaderEpochResponse, nowMillis);
    this.pump(fetcher);
  }

  onFailure(request: OutgoingRequest): void {
    const fetcher = this.fetchers.get(request.purpose);
    if (fetcher === undefined) return;
    fetcher.onDisconnect(this.broker.context.nowMillis);
    this.pump(fetcher);
  }

  /** Something that backed off may be due. */
  onTimer(): void {
    this.touch();
    this.timerDueMillis = Infinity;
    this.timer = noTimer;
    for (const fetcher of this.fetchers.values()) this.pump(fetcher);
  }

  clear(): void {
    this.touch();
    this.fetchers = new Map();
    this.beats = null;
    this.timerDueMillis = Infinity;
    this.timer = noTimer;
  }

  private fetcherIdOf(partition: Partition): number {
    const count = this.broker.settings.numReplicaFetchers;
    let hash = 0;
    for (let i = 0; i < partition.topic.length; i++) hash = (Math.imul(hash, 31) + partition.topic.charCodeAt(i)) | 0;
    const mixed = (Math.imul(31, hash) + partition.partitionIndex) | 0;
    return (mixed < 0 ? -mixed : mixed) % count;
  }

  private fetcherFor(leaderId: NodeId, fetcherId: number): ReplicaFetcher {
    const purpose = purposeOf({ leaderId, fetcherId });
    const known = this.fetchers.get(purpose);
    if (known !== undefined) return known;
    this.touch();
    const { settings } = this.broker;
    const config = new FetcherConfig({
      backoffMs: settings.replicaFetchBackoffMs,
      waitMaxMs: settings.replicaFetchWaitMaxMs,
      minBytes: settings.replicaFetchMinBytes,
      responseMaxBytes: settings.replicaFetchResponseMaxBytes,
      maxBytes: settings.replicaFetchMaxBytes,
    });
    if (this.beats === null || this.beats.isFull) this.beats = new BeatBlock(this.registry, fetcherBeatColumns);
    const fetcher = new ReplicaFetcher(this.registry, this, { leaderId, fetcherId, beats: this.beats }, config);
    this.fetchers.set(purpose, fetcher);
    return fetcher;
  }

  /** Sends what the fetcher wants to send now, or wakes it when something that backs off is due. */
  private pump(fetcher: ReplicaFetcher): void {
    const { context, outgoing } = this.broker;
    const request = fetcher.nextRequest(context.nowMillis);
    if (request !== null) {
      const to = { peer: fetcher.leaderId, channel: channels.replicaFetcher + fetcher.fetcherId, purpose: fetcher.purpose };
      outgoing.send(to, request.api, request.body, this.broker.settings.replicaSocketTimeoutMs);
      return;
    }
    // While it awaits an answer, the answer wakes it.
    const dueMillis = fetcher.isWaiting ? Infinity : fetcher.nextDueMillis();
    if (dueMillis >= this.timerDueMillis) return;
    this.touch();
    this.timerDueMillis = dueMillis;
    // One timer for all: each that was left would ask every fetcher again.
    if (this.timer !== noTimer) context.cancelTimer(this.timer);
    this.timer = context.startTimer(Math.max(1, dueMillis - context.nowMillis) * 1000, new TaskTimer('replicaFetchers'));
  }
}

function hasRecords(response: FetchResponse): boolean {
  return response.responses.some((topic) => topic.partitions.some((partition) => partition.records.length > 0));
}

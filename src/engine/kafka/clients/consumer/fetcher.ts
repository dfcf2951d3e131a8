import { State } from '../../../kernel/state.ts';
import type { FetchResponse } from '../../apis/Fetch/messages.ts';
import { errors } from '../../errors.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { CompletedFetch, FetchedPartition } from './completed-fetch.ts';
import { ConsumerRequest } from './consumer-network-client.ts';
import { collectFetch, FetchBuffer } from './fetch-collector.ts';
import type { Fetch } from './fetch-collector.ts';
import type { FetchPosition } from './fetch-position.ts';
import { fetchRequestBody, FetchSessionHandler } from './fetch-session-handler.ts';
import type { FetchPartitionData, FetchRequestData } from './fetch-session-handler.ts';
import { inNodeHashOrder, partitionName, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

const fetchRequestBytes = 100;
const fetchPartitionBytes = 40;

/** A fetch on its way. */
class FetchPurpose extends ConsumerRequest {
  readonly nodeId: number;
  readonly data: FetchRequestData;

  constructor(nodeId: number, data: FetchRequestData) {
    super();
    this.nodeId = nodeId;
    this.data = data;
  }

  onSuccess(consumer: ClassicConsumer, body: object): void {
    consumer.fetcher.handleFetchSuccess(consumer, this.nodeId, this.data, body as FetchResponse);
  }

  onFailure(consumer: ClassicConsumer, _error: ClientError): void {
    consumer.fetcher.handleFetchFailure(consumer, this.nodeId);
  }
}

/** A fetch that only ends a session. */
class CloseSessionPurpose extends ConsumerRequest {
  readonly nodeId: number;

  constructor(nodeId: number) {
    super();
    this.nodeId = nodeId;
  }

  onSuccess(consumer: ClassicConsumer): void {
    consumer.fetcher.removePendingFetch(this.nodeId);
  }

  onFailure(consumer: ClassicConsumer): void {
    consumer.fetcher.removePendingFetch(this.nodeId);
  }
}

const noNodes: ReadonlySet<number> = new Set();

/** Decides what to fetch from whom, and keeps what came until it is asked for. Source: AbstractFetch, Fetcher. */
export class Fetcher extends State {
  private readonly buffer = new FetchBuffer();
  private readonly sessionHandlers = new Map<number, FetchSessionHandler>();
  /** One fetch a broker at a time. */
  private readonly nodesWithPendingFetches = new Set<number>();

  /** Whether data waits that may be handed out now: then poll does not wait for the network. */
  hasAvailableFetches(consumer: ClassicConsumer): boolean {
    return this.buffer.completedFetches.some((fetch) => consumer.subscriptions.isFetchable(fetch.partition));
  }

  collectFetch(consumer: ClassicConsumer): Fetch {
    return collectFetch(consumer, this.buffer);
  }

  /** Drops buffered data of partitions that are not among these. */
  clearBufferedDataForUnassigned(consumer: ClassicConsumer, assigned: readonly PartitionName[]): void {
    this.buffer.retainAll(new Set(assigned), consumer);
  }

  /** Queues a fetch to every broker that has something to give and is not being asked already; returns how many. */
  sendFetches(consumer: ClassicConsumer): number {
    const wanted = this.wantedByNode(consumer);
    const nodes = inNodeHashOrder([...wanted.keys()]);
    for (const nodeId of nodes) {
      const data = this.sessionHandler(nodeId).build(wanted.get(nodeId) ?? new Map<PartitionName, FetchPartitionData>());
      this.send(consumer, nodeId, data, new FetchPurpose(nodeId, data));
    }
    return nodes.length;
  }

  /** Queues the requests that end all sessions, and returns them. */
  sendSessionCloses(consumer: ClassicConsumer): ConsumerRequest[] {
    const closable: number[] = [];
    for (const [nodeId, handler] of this.sessionHandlers) {
      handler.notifyClose();
      if (consumer.metadata.snapshot.hasNode(nodeId) && !consumer.client.isUnavailable(nodeId, consumer.nowMillis)) closable.push(nodeId);
    }
    return inNodeHashOrder(closable).map((nodeId) => {
      const request = new CloseSessionPurpose(nodeId);
      this.send(consumer, nodeId, this.sessionHandler(nodeId).build(new Map()), request);
      return request;
    });
  }

  /** Forgets all buffered data: the consumer is closed. */
  clear(consumer: ClassicConsumer): void {
    this.buffer.retainAll(new Set(), consumer);
  }

  handleFetchSuccess(consumer: ClassicConsumer, nodeId: number, data: FetchRequestData, response: FetchResponse): void {
    this.nodesWithPendingFetches.delete(nodeId);
    if (!this.sessionHandler(nodeId).handleResponse(response)) {
      if (response.errorCode === errors.FETCH_SESSION_TOPIC_ID_ERROR) consumer.metadata.requestFreshUpdate(false);
      return;
    }
    const updated: PartitionName[] = [];
    for (const topic of response.responses) {
      for (const partition of topic.partitions) {
        const name = partitionName(topic.topic, partition.partitionIndex);
        const requested = data.sessionPartitions.get(name);
        if (requested === undefined) continue;
        this.buffer.add(new CompletedFetch(name, new FetchedPartition(partition), requested.fetchOffset));
        const isMoved = partition.errorCode === errors.NOT_LEADER_OR_FOLLOWER || partition.errorCode === errors.FENCED_LEADER_EPOCH;
        const hint = isMoved ? partition.currentLeader : null;
        if (
          hint !== null &&
          hint.leaderId >= 0 &&
          hint.leaderEpoch >= 0 &&
          consumer.metadata.updateLeadership(name, hint.leaderId, hint.leaderEpoch)
        ) {
          updated.push(name);
        }
      }
    }
    for (const name of updated) consumer.subscriptions.stateOf(name)?.maybeValidatePosition(consumer.metadata.currentLeader(name));
  }

  handleFetchFailure(consumer: ClassicConsumer, nodeId: number): void {
    this.nodesWithPendingFetches.delete(nodeId);
    const handler = this.sessionHandler(nodeId);
    handler.handleError();
    // A preferred replica that does not answer is not preferred any more.
    for (const name of handler.partitions()) consumer.subscriptions.stateOf(name)?.clearPreferredReadReplica();
  }

  removePendingFetch(nodeId: number): void {
    this.nodesWithPendingFetches.delete(nodeId);
  }

  private send(consumer: ClassicConsumer, nodeId: number, data: FetchRequestData, request: ConsumerRequest): void {
    const body = fetchRequestBody(data, consumer.settings);
    this.nodesWithPendingFetches.add(nodeId);
    const sizeBytes = fetchRequestBytes + data.toSend.size * fetchPartitionBytes;
    consumer.client.send({ nodeId, api: 'Fetch', body, sizeBytes, request }, consumer.nowMillis);
  }

  private wantedByNode(consumer: ClassicConsumer): Map<number, Map<PartitionName, FetchPartitionData>> {
    const byNode = new Map<number, Map<PartitionName, FetchPartitionData>>();
    const fetchable = consumer.subscriptions.fetchablePartitions();
    const buffered = this.buffer.bufferedPartitions();
    const unbuffered = buffered.size === 0 ? fetchable : fetchable.filter((name) => !buffered.has(name));
    if (unbuffered.length === 0) return byNode;
    const bufferedNodes = buffered.size === 0 ? noNodes : this.nodesOf(consumer, buffered);
    for (const name of unbuffered) {
      const { position } = consumer.subscriptions.assignedState(name);
      const nodeId = position === null ? null : this.nodeFor(consumer, name, position);
      if (position === null || nodeId === null || consumer.client.isUnavailable(nodeId, consumer.nowMillis)) continue;
      // Fetching from a broker of which data still waits would drop that data's partitions from the session, only to add them again.
      if (this.nodesWithPendingFetches.has(nodeId) || bufferedNodes.has(nodeId)) continue;
      const wanted = byNode.get(nodeId) ?? new Map<PartitionName, FetchPartitionData>();
      byNode.set(nodeId, wanted);
      wanted.set(name, {
        topicId: consumer.metadata.topicId(topicOf(name)),
        fetchOffset: position.offset,
        maxBytes: consumer.settings.maxPartitionFetchBytes,
        currentLeaderEpoch: position.currentLeader.epoch ?? -1,
      });
    }
    return byNode;
  }

  private nodesOf(consumer: ClassicConsumer, names: ReadonlySet<PartitionName>): Set<number> {
    const nodes = new Set<number>();
    for (const name of names) {
      const position = consumer.subscriptions.isFetchable(name) ? consumer.subscriptions.assignedState(name).position : null;
      const nodeId = position === null ? null : this.nodeFor(consumer, name, position);
      if (nodeId !== null) nodes.add(nodeId);
    }
    return nodes;
  }

  /** The preferred read replica when there is one and it is online, else the leader. */
  private nodeFor(consumer: ClassicConsumer, name: PartitionName, position: FetchPosition): number | null {
    const { leaderId } = position.currentLeader;
    if (leaderId === null) {
      consumer.metadata.requestFreshUpdate(false);
      return null;
    }
    const preferred = consumer.subscriptions.assignedState(name).currentPreferredReadReplica(consumer.nowMillis);
    if (preferred === null) return leaderId;
    if (consumer.metadata.isReplicaOnline(name, preferred)) return preferred;
    consumer.requestMetadataUpdateFor(name);
    return leaderId;
  }

  private sessionHandler(nodeId: number): FetchSessionHandler {
    const known = this.sessionHandlers.get(nodeId);
    if (known !== undefined) return known;
    const handler = new FetchSessionHandler();
    this.sessionHandlers.set(nodeId, handler);
    return handler;
  }
}

import { grown } from '../../../kernel/grown.ts';
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
import type { PartitionState } from './partition-state.ts';
import { inNodeHashOrder, partitionName, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

const fetchRequestBytes = 100;
const fetchPartitionBytes = 40;

/** A fetch on its way. */
class FetchPurpose extends ConsumerRequest {
  readonly nodeId: number;

  constructor(nodeId: number) {
    super();
    this.nodeId = nodeId;
  }

  onSuccess(consumer: ClassicConsumer, body: object): void {
    consumer.fetcher.handleFetchSuccess(consumer, this.nodeId, body as FetchResponse);
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
const nothingWanted: readonly NodeFetch[] = [];

/** What the next fetch from one broker is about. */
interface NodeFetch {
  readonly nodeId: number;
  wanted: readonly FetchPartitionData[];
}

function fetchFrom(nodeId: number, fetches: readonly NodeFetch[]): NodeFetch | undefined {
  for (const fetch of fetches) if (fetch.nodeId === nodeId) return fetch;
  return undefined;
}

/** Decides what to fetch from whom, and keeps what came until it is asked for. Source: AbstractFetch, Fetcher. */
export class Fetcher extends State {
  private readonly buffer = new FetchBuffer();
  private readonly sessionHandlers = new Map<number, FetchSessionHandler>();
  /** One fetch a broker at a time. */
  private readonly nodesWithPendingFetches = new Set<number>();

  /** Whether data waits that may be handed out now: then poll does not wait for the network. */
  hasAvailableFetches(consumer: ClassicConsumer): boolean {
    for (const fetch of this.buffer.completedFetches) if (consumer.subscriptions.isFetchable(fetch.partition)) return true;
    return false;
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
    const fetches = this.wantedByNode(consumer);
    if (fetches.length === 0) return 0;
    for (const nodeId of inNodeHashOrder(fetches.map((fetch) => fetch.nodeId))) {
      const wanted = fetchFrom(nodeId, fetches)?.wanted ?? [];
      this.send(consumer, nodeId, this.sessionHandler(nodeId).build(wanted), new FetchPurpose(nodeId));
    }
    return fetches.length;
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
      this.send(consumer, nodeId, this.sessionHandler(nodeId).build([]), request);
      return request;
    });
  }

  /** Forgets all buffered data: the consumer is closed. */
  clear(consumer: ClassicConsumer): void {
    this.buffer.retainAll(new Set(), consumer);
  }

  handleFetchSuccess(consumer: ClassicConsumer, nodeId: number, response: FetchResponse): void {
    this.nodesWithPendingFetches.delete(nodeId);
    const session = this.sessionHandler(nodeId);
    if (!session.handleResponse(response)) {
      if (response.errorCode === errors.FETCH_SESSION_TOPIC_ID_ERROR) consumer.metadata.requestFreshUpdate(false);
      return;
    }
    let updated: readonly PartitionName[] = [];
    for (const topic of response.responses) {
      for (const partition of topic.partitions) {
        const name = partitionName(topic.topic, partition.partitionIndex);
        const requested = session.partition(name);
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
          updated = grown(updated, name);
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
    const sizeBytes = fetchRequestBytes + data.toSend.length * fetchPartitionBytes;
    consumer.client.send({ nodeId, api: 'Fetch', body, sizeBytes, request }, consumer.nowMillis);
  }

  private wantedByNode(consumer: ClassicConsumer): readonly NodeFetch[] {
    let fetches = nothingWanted;
    const { subscriptions } = consumer;
    const buffered = this.buffer.bufferedPartitions();
    let bufferedNodes = buffered.size === 0 ? noNodes : null;
    for (const state of subscriptions.allStates()) {
      const { partition, position } = state;
      if (position === null || !subscriptions.isStateFetchable(state) || buffered.has(partition)) continue;
      bufferedNodes ??= this.nodesOf(consumer, buffered);
      const nodeId = this.nodeFor(consumer, state, position);
      // Fetching from a broker of which data still waits would drop that data's partitions from the session, only to add them again.
      if (nodeId === null || this.nodesWithPendingFetches.has(nodeId) || bufferedNodes.has(nodeId)) continue;
      if (consumer.client.isUnavailable(nodeId, consumer.nowMillis)) continue;
      let fetch = fetchFrom(nodeId, fetches);
      if (fetch === undefined) fetches = grown(fetches, (fetch = { nodeId, wanted: [] }));
      fetch.wanted = grown(fetch.wanted, this.wantedData(consumer, nodeId, partition, position));
    }
    return fetches;
  }

  /** What to ask of a partition; the session's own word of it when nothing changed. */
  private wantedData(consumer: ClassicConsumer, nodeId: number, partition: PartitionName, position: FetchPosition): FetchPartitionData {
    const known = this.sessionHandlers.get(nodeId)?.partition(partition);
    const topicId = consumer.metadata.topicId(topicOf(partition));
    const maxBytes = consumer.settings.maxPartitionFetchBytes;
    const currentLeaderEpoch = position.currentLeader.epoch ?? -1;
    const isKnown = known?.fetchOffset === position.offset && known.currentLeaderEpoch === currentLeaderEpoch &&
      known.topicId === topicId && known.maxBytes === maxBytes;
    return isKnown ? known : { partition, topicId, fetchOffset: position.offset, maxBytes, currentLeaderEpoch };
  }

  private nodesOf(consumer: ClassicConsumer, names: ReadonlySet<PartitionName>): Set<number> {
    const nodes = new Set<number>();
    for (const name of names) {
      const state = consumer.subscriptions.isFetchable(name) ? consumer.subscriptions.assignedState(name) : null;
      const nodeId = state === null || state.position === null ? null : this.nodeFor(consumer, state, state.position);
      if (nodeId !== null) nodes.add(nodeId);
    }
    return nodes;
  }

  /** The preferred read replica when there is one and it is online, else the leader. */
  private nodeFor(consumer: ClassicConsumer, state: PartitionState, position: FetchPosition): number | null {
    const { leaderId } = position.currentLeader;
    if (leaderId === null) {
      consumer.metadata.requestFreshUpdate(false);
      return null;
    }
    const preferred = state.currentPreferredReadReplica(consumer.nowMillis);
    if (preferred === null) return leaderId;
    if (consumer.metadata.isReplicaOnline(state.partition, preferred)) return preferred;
    consumer.requestMetadataUpdateFor(state.partition);
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

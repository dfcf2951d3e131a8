import { grown } from '../../kernel/grown.ts';
import type { FetchPartitionResponse, FetchRequest, FetchResponse } from '../apis/Fetch/messages.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '../apis/ListOffsets/messages.ts';
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../apis/OffsetForLeaderEpoch/messages.ts';
import { errors } from '../errors.ts';
import { earliestTimestamp, latestTimestamp } from '../log/log-types.ts';
import { fetchDiverged, fetchOutOfRange } from './events.ts';
import { fetcherBeat } from './fetch-session-handler.ts';
import type { FetchRequestData } from './fetch-session-handler.ts';
import { FetcherPartitions } from './fetcher-partitions.ts';
import { offsetTruncation } from './fetcher-state.ts';
import type { PartitionFetchState } from './fetcher-state.ts';
import type { Partition } from './partition.ts';
import { processFetchedData } from './partition-follower.ts';

/** What a fetcher sends; one at a time, and nothing more before its answer. */
export type FetcherRequest =
  | { readonly api: 'Fetch'; readonly body: FetchRequest }
  | { readonly api: 'ListOffsets'; readonly body: ListOffsetsRequest }
  | { readonly api: 'OffsetForLeaderEpoch'; readonly body: OffsetForLeaderEpochRequest };

/** What may be awaited, by number. */
const apis: readonly (FetcherRequest['api'] | null)[] = [null, 'Fetch', 'ListOffsets', 'OffsetForLeaderEpoch'];

/** A partition whose log parts from the leader's, as the leader answered. */
interface Diverging {
  readonly state: PartitionFetchState;
  readonly answer: FetchPartitionResponse;
}

/** A partition whose fetch offset the leader does not have. */
interface OutOfRange {
  readonly topicPartition: string;
  /** The leader epoch in which we asked. */
  readonly leaderEpoch: number;
  /** Null until the leader has told its log end. */
  readonly leaderEndOffset: number | null;
}

/**
 * Copies partitions from one leader: fetches, writes, cuts what the leader does not have. Kafka's thread as a machine that says what to
 * send (`nextRequest`) and takes what comes (`onResponse`, `onDisconnect`). After each of them, and after addPartition, ask for the next
 * request.
 * Source: AbstractFetcherThread, ReplicaFetcherThread, RemoteLeaderEndPoint.
 */
export class ReplicaFetcher extends FetcherPartitions {
  /** Leader epochs of the partitions whose epoch ends were asked for. */
  private askedEpochs = new Map<string, number>();
  private outOfRange: readonly OutOfRange[] = [];

  /** The request that has no answer yet. */
  private get awaiting(): FetcherRequest['api'] | null {
    return apis[this.beats.get(this.beatRow, fetcherBeat.awaiting)] ?? null;
  }

  private set awaiting(api: FetcherRequest['api'] | null) {
    this.beats.set(this.beatRow, fetcherBeat.awaiting, apis.indexOf(api));
  }

  /** An answer is awaited. */
  get isWaiting(): boolean {
    return this.awaiting !== null;
  }

  /** The last answer leaves questions: Kafka's thread asks them before its round is over. */
  get isRoundOpen(): boolean {
    return this.awaiting !== null || this.fresh().outOfRange.length > 0;
  }

  /** What to send now; null while an answer is awaited, or when there is nothing to fetch (see nextDueMillis). Source: doWork. */
  nextRequest(nowMillis: number): FetcherRequest | null {
    if (this.awaiting !== null) return null;
    const request = this.isQuiet ? this.fetchOf(this.session.buildUnchanged()) : this.nextNews(nowMillis);
    this.awaiting = request?.api ?? null;
    return request;
  }

  private nextNews(nowMillis: number): FetcherRequest | null {
    this.touch();
    const request = this.askOffset() ?? this.maybeTruncate(nowMillis) ?? this.buildFetch(nowMillis);
    if (request !== null && this.outOfRange.length === 0) this.noteQuiet();
    return request;
  }

  /** Takes the leader's answer to the last request. */
  onFetchResponse(response: FetchResponse, nowMillis: number): void {
    if (!this.takesAnswer('Fetch')) return;
    if (!this.session.isBeat(response)) this.touch();
    if (!this.session.handleResponse(response, this.host.partitionNames)) {
      if (response.errorCode === errors.FETCH_SESSION_TOPIC_ID_ERROR) this.delayAll(this.states.keys(), response.errorCode, nowMillis);
      return;
    }
    const { partitionNames } = this.host;
    let diverging: readonly Diverging[] = [];
    for (const topic of response.responses) {
      for (const answer of topic.partitions) {
        const key = partitionNames.of(topic.topic, answer.partitionIndex);
        const state = this.stateOf(key);
        const asked = this.session.partitions.get(key)?.fresh();
        // Removed, added again or cut while the fetch was on its way: the answer is about something else.
        if (state === undefined || asked === undefined || asked.sentFetchOffset !== state.fetchOffset) continue;
        if (asked.sentLeaderEpoch !== state.currentLeaderEpoch || !state.isReadyForFetch(nowMillis)) continue;
        if (answer.errorCode !== errors.NONE) this.onFetchError(state, asked.sentLeaderEpoch, answer.errorCode, nowMillis);
        else if (answer.divergingEpoch !== null && this.truncationMode === 'onFetch') diverging = grown(diverging, { state, answer });
        else this.onData(state, answer, nowMillis);
      }
    }
    for (const { state, answer } of diverging) this.onDiverging(state, answer, nowMillis);
  }

  /** Takes the leader's answer about epoch ends: only older ways of truncation ask for them. Source: maybeTruncateToEpochEndOffsets. */
  onOffsetForLeaderEpochResponse(response: OffsetForLeaderEpochResponse, nowMillis: number): void {
    if (!this.takesAnswer('OffsetForLeaderEpoch')) return;
    this.touch();
    for (const topic of response.topics) {
      for (const answer of topic.partitions) {
        const key = this.host.partitionNames.of(topic.topic, answer.partition);
        const state = this.stateOf(key);
        const log = this.host.hostedPartition(key)?.log ?? null;
        // A new leader epoch came meanwhile: the answer is about another leadership.
        if (state === undefined || log === null || this.askedEpochs.get(key) !== state.currentLeaderEpoch) continue;
        if (answer.errorCode === errors.NONE) {
          const truncation = offsetTruncation(log, state.fetchOffset, { epoch: answer.leaderEpoch, endOffset: answer.endOffset });
          this.applyTruncation(state, truncation, nowMillis);
        } else if (answer.errorCode === errors.FENCED_LEADER_EPOCH) {
          this.onFenced(state, state.currentLeaderEpoch, nowMillis);
        } else {
          this.delay(key, answer.errorCode, nowMillis);
        }
      }
    }
  }

  /** Takes the leader's log end, then its log start, for a partition that is out of range. Source: fetchOffsetAndTruncate. */
  onListOffsetsResponse(response: ListOffsetsResponse, nowMillis: number): void {
    if (!this.takesAnswer('ListOffsets')) return;
    this.touch();
    const [asked, ...rest] = this.outOfRange;
    if (asked === undefined) return;
    this.outOfRange = rest;
    const state = this.stateOf(asked.topicPartition);
    const partition = this.host.hostedPartition(asked.topicPartition);
    const answer = response.topics[0]?.partitions[0];
    if (state === undefined || partition === null || partition.log === null || answer === undefined) return;
    if (state.currentLeaderEpoch !== asked.leaderEpoch) return;
    if (answer.errorCode === errors.FENCED_LEADER_EPOCH) {
      this.onFenced(state, asked.leaderEpoch, nowMillis);
    } else if (answer.errorCode !== errors.NONE) {
      this.delay(asked.topicPartition, answer.errorCode, nowMillis);
    } else if (asked.leaderEndOffset !== null) {
      this.startAtLeader(state, partition, { startOffset: answer.offset, endOffset: asked.leaderEndOffset }, nowMillis);
    } else if (answer.offset < partition.log.logEndOffset) {
      // Elected uncleanly, the leader has less than we have.
      this.truncate(partition, { offset: answer.offset, truncationCompleted: true }, nowMillis);
      this.resetOffset(state, partition, { offset: answer.offset, lag: 0 });
    } else {
      this.outOfRange = [{ ...asked, leaderEndOffset: answer.offset }, ...rest];
    }
  }

  /** The connection broke, or the answer did not come in time: all that waited for it backs off. */
  onDisconnect(nowMillis: number): void {
    const { awaiting } = this;
    if (awaiting === null) return;
    this.touch();
    this.awaiting = null;
    if (awaiting === 'Fetch') {
      this.session.handleError();
      this.delayAll(this.states.keys(), errors.NETWORK_EXCEPTION, nowMillis);
    } else if (awaiting === 'OffsetForLeaderEpoch') {
      this.delayAll(this.askedEpochs.keys(), errors.NETWORK_EXCEPTION, nowMillis);
    } else {
      const lost = this.outOfRange[0];
      this.outOfRange = this.outOfRange.slice(1);
      if (lost !== undefined) this.delay(lost.topicPartition, errors.NETWORK_EXCEPTION, nowMillis);
    }
  }

  private takesAnswer(api: FetcherRequest['api']): boolean {
    if (this.awaiting !== api) return false;
    this.awaiting = null;
    return true;
  }

  private delayAll(keys: Iterable<string>, errorCode: number, nowMillis: number): void {
    for (const key of [...keys]) this.delay(key, errorCode, nowMillis);
  }

  /** Truncation before the first fetch: of a log without epochs, or as older versions do it. */
  private maybeTruncate(nowMillis: number): FetcherRequest | null {
    if (this.truncating.size === 0) return null;
    this.askedEpochs = new Map();
    const topics = new Map<string, { partition: number; currentLeaderEpoch: number; leaderEpoch: number }[]>();
    for (const key of [...this.truncating]) {
      const state = this.stateOf(key);
      const log = this.host.hostedPartition(key)?.log ?? null;
      if (state === undefined || log === null || state.isDelayed(nowMillis)) continue;
      const leaderEpoch = this.truncationMode === 'highWatermark' ? null : log.latestEpoch();
      if (leaderEpoch === null) {
        this.applyTruncation(state, { offset: state.fetchOffset, truncationCompleted: true }, nowMillis);
        continue;
      }
      this.askedEpochs.set(key, state.currentLeaderEpoch);
      const list = topics.get(state.topic) ?? [];
      list.push({ partition: state.partitionIndex, currentLeaderEpoch: state.currentLeaderEpoch, leaderEpoch });
      topics.set(state.topic, list);
    }
    if (topics.size === 0) return null;
    const body = { replicaId: this.host.brokerId, topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) };
    return { api: 'OffsetForLeaderEpoch', body };
  }

  private buildFetch(nowMillis: number): FetcherRequest | null {
    if (this.delayed.size > 0) this.endDelays(nowMillis);
    const changed = this.takeChanged();
    const data = this.session.isFull
      ? this.session.buildFull(this.readyPartitions(nowMillis))
      : this.session.buildIncremental(changed, this, nowMillis);
    return data === null ? null : this.fetchOf(data);
  }

  private fetchOf(data: FetchRequestData): FetcherRequest {
    const { waitMaxMs, minBytes, responseMaxBytes } = this.config;
    const body = {
      replicaId: this.host.brokerId,
      replicaEpoch: this.host.localBrokerEpoch(),
      maxWaitMs: waitMaxMs,
      minBytes,
      maxBytes: responseMaxBytes,
      isolationLevel: 0,
      sessionId: data.sessionId,
      sessionEpoch: data.sessionEpoch,
      topics: data.topics,
      forgottenTopicsData: data.forgottenTopicsData,
      rackId: '',
    };
    return { api: 'Fetch', body };
  }

  private onData(state: PartitionFetchState, answer: FetchPartitionResponse, nowMillis: number): void {
    const partition = this.host.hostedPartition(state.topicPartition);
    if (partition === null || partition.log?.logEndOffset !== state.fetchOffset) {
      this.giveUp(state, errors.UNKNOWN_SERVER_ERROR);
      return;
    }
    const result = processFetchedData(partition, state.currentLeaderEpoch, answer, nowMillis);
    if (result.kind === 'error') {
      // What is damaged may be whole the next time; anything else needs a new leadership.
      const isDamaged = result.errorCode === errors.CORRUPT_MESSAGE || result.errorCode === errors.INVALID_RECORD;
      if (isDamaged) this.delay(state.topicPartition, result.errorCode, nowMillis);
      else this.giveUp(state, result.errorCode);
      return;
    }
    const { validBytes, lastOffset, batches: stored } = result.info;
    if (validBytes > 0 || state.lag === null) {
      state.touch();
      if (validBytes > 0) state.fetchOffset = lastOffset + 1;
      state.lag = Math.max(0, answer.highWatermark - state.fetchOffset);
      const lastEpoch = stored[stored.length - 1]?.partitionLeaderEpoch;
      if (lastEpoch !== undefined && this.truncationMode === 'onFetch') state.lastFetchedEpoch = lastEpoch;
      this.moveToEnd(state);
    }
    if (result.isHighWatermarkChanged) this.host.completeDelayedFetches(partition);
  }

  private onDiverging(state: PartitionFetchState, answer: FetchPartitionResponse, nowMillis: number): void {
    const partition = this.host.hostedPartition(state.topicPartition);
    const diverging = answer.divergingEpoch;
    if (diverging === null || partition === null || partition.log === null) return;
    this.host.emit(fetchDiverged, {
      partition: partition.nameNumber,
      leader: this.leaderId,
      lastFetchedEpoch: state.lastFetchedEpoch ?? -1,
      divergingEpoch: diverging.epoch,
      endOffset: diverging.endOffset,
    });
    this.applyTruncation(state, offsetTruncation(partition.log, state.fetchOffset, diverging), nowMillis);
  }

  private onFetchError(state: PartitionFetchState, leaderEpoch: number, errorCode: number, nowMillis: number): void {
    if (errorCode === errors.FENCED_LEADER_EPOCH) {
      this.onFenced(state, leaderEpoch, nowMillis);
    } else if (errorCode !== errors.OFFSET_OUT_OF_RANGE) {
      this.delay(state.topicPartition, errorCode, nowMillis);
    } else {
      this.outOfRange = [...this.outOfRange, { topicPartition: state.topicPartition, leaderEpoch, leaderEndOffset: null }];
      const partition = this.host.hostedPartition(state.topicPartition);
      if (partition === null) return;
      this.host.emit(fetchOutOfRange, { partition: partition.nameNumber, leader: this.leaderId, fetchOffset: state.fetchOffset });
    }
  }

  /** Asks where the leader's log ends, then where it begins, one partition after the other. */
  private askOffset(): FetcherRequest | null {
    let asked = this.outOfRange[0];
    // Removed or led anew meanwhile: nobody needs the answer.
    while (asked !== undefined && this.stateOf(asked.topicPartition)?.currentLeaderEpoch !== asked.leaderEpoch) {
      this.outOfRange = this.outOfRange.slice(1);
      asked = this.outOfRange[0];
    }
    const state = asked === undefined ? undefined : this.stateOf(asked.topicPartition);
    if (asked === undefined || state === undefined) return null;
    const timestamp = asked.leaderEndOffset === null ? latestTimestamp : earliestTimestamp;
    const partitions = [{ partitionIndex: state.partitionIndex, currentLeaderEpoch: state.currentLeaderEpoch, timestamp }];
    const body = { replicaId: this.host.brokerId, isolationLevel: 0, timeoutMs: 0, topics: [{ name: state.topic, partitions }] };
    return { api: 'ListOffsets', body };
  }

  /**
   * The leader's log ends above ours: go on where ours ends, or where the leader's begins when we were away so long that there is a gap.
   */
  private startAtLeader(
    state: PartitionFetchState,
    partition: Partition,
    leader: { readonly startOffset: number; readonly endOffset: number },
    nowMillis: number,
  ): void {
    const logEndOffset = partition.log?.logEndOffset ?? 0;
    if (leader.startOffset > logEndOffset) this.truncateFully(partition, leader.startOffset, nowMillis);
    const offset = Math.max(leader.startOffset, logEndOffset);
    this.resetOffset(state, partition, { offset, lag: leader.endOffset - offset });
  }

  private resetOffset(state: PartitionFetchState, partition: Partition, to: { readonly offset: number; readonly lag: number }): void {
    state.touch();
    state.fetchOffset = to.offset;
    state.lag = to.lag;
    state.state = 'FETCHING';
    state.dueMillis = 0;
    state.lastFetchedEpoch = this.latestEpoch(partition);
    this.delayed.delete(state.topicPartition);
    this.moveToEnd(state);
  }
}

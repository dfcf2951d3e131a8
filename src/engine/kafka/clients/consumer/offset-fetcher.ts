import { State } from '../../../kernel/state.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '../../apis/ListOffsets/messages.ts';
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../../apis/OffsetForLeaderEpoch/messages.ts';
import { errors } from '../../errors.ts';
import type { ClientError } from '../common/client-error.ts';
import { resetTimestamp } from './auto-offset-reset.ts';
import type { AutoOffsetResetStrategy } from './auto-offset-reset.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { plainError, topicAuthorizationError } from './consumer-error.ts';
import { ConsumerRequest } from './consumer-network-client.ts';
import type { FetchPosition } from './fetch-position.ts';
import type { LogTruncation } from './subscription-state.ts';
import { inNodeHashOrder, inPartitionHashOrder, partitionName, partitionOf, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

const lookupRequestBytes = 60;
const lookupPartitionBytes = 24;

/** The answers of one broker about offsets. Source: OffsetFetcherUtils.ListOffsetResult. */
interface ListOffsetResult {
  readonly fetched: ReadonlyMap<PartitionName, { readonly offset: number; readonly leaderEpoch: number }>;
  readonly toRetry: readonly PartitionName[];
  readonly unauthorizedTopics: readonly string[];
}

/** A lookup of start offsets on its way. */
class ResetPurpose extends ConsumerRequest {
  readonly strategies: ReadonlyMap<PartitionName, AutoOffsetResetStrategy>;

  constructor(strategies: ReadonlyMap<PartitionName, AutoOffsetResetStrategy>) {
    super();
    this.strategies = strategies;
  }

  onSuccess(consumer: ClassicConsumer, body: object): void {
    const result = readListOffsets(body as ListOffsetsResponse);
    if (result.unauthorizedTopics.length > 0) this.onFailure(consumer, topicAuthorizationError(result.unauthorizedTopics));
    else consumer.offsetFetcher.finishReset(consumer, this.strategies, result);
  }

  onFailure(consumer: ClassicConsumer, error: ClientError): void {
    consumer.offsetFetcher.failReset(consumer, [...this.strategies.keys()], error);
  }
}

/** A check of positions with their leader on its way. */
class ValidatePurpose extends ConsumerRequest {
  readonly positions: ReadonlyMap<PartitionName, FetchPosition>;

  constructor(positions: ReadonlyMap<PartitionName, FetchPosition>) {
    super();
    this.positions = positions;
  }

  onSuccess(consumer: ClassicConsumer, body: object): void {
    consumer.offsetFetcher.finishValidation(consumer, this.positions, body as OffsetForLeaderEpochResponse);
  }

  onFailure(consumer: ClassicConsumer, error: ClientError): void {
    consumer.offsetFetcher.failValidation(consumer, [...this.positions.keys()], error);
  }
}

/**
 * Finds positions where there are none, and checks those whose leader changed: a new leader may have lost what was read from the
 * old one (KIP-320).
 * Source: OffsetFetcher, OffsetFetcherUtils, PositionsValidator.
 */
export class OffsetFetcher extends State {
  /** Told in the next poll, in which the application can see it. */
  private resetError: ClientError | null = null;
  private validationError: ClientError | null = null;
  private seenMetadataVersion = -1;

  /** Compares every position with the leader and epoch that new metadata names. */
  validatePositionsOnMetadataChange(consumer: ClassicConsumer): void {
    const { metadata, subscriptions } = consumer;
    if (this.seenMetadataVersion === metadata.updateVersion) return;
    this.seenMetadataVersion = metadata.updateVersion;
    for (const state of subscriptions.allStates()) state.maybeValidatePosition(metadata.currentLeader(state.partition));
  }

  /** Asks the leaders about positions that wait for it. */
  validatePositionsIfNeeded(consumer: ClassicConsumer): ClientError | null {
    const error = this.validationError;
    this.validationError = null;
    if (error !== null) return error;
    this.validatePositionsOnMetadataChange(consumer);
    const waiting = consumer.subscriptions.partitionsNeedingValidation(consumer.nowMillis);
    if (waiting.length === 0) return null;
    const byLeader = new Map<number, Map<PartitionName, FetchPosition>>();
    for (const name of waiting) {
      const { position } = consumer.subscriptions.assignedState(name);
      const leaderId = position?.currentLeader.leaderId ?? null;
      if (position === null || leaderId === null) continue;
      const positions = byLeader.get(leaderId) ?? new Map<PartitionName, FetchPosition>();
      byLeader.set(leaderId, positions.set(name, position));
    }
    for (const nodeId of inNodeHashOrder([...byLeader.keys()])) this.sendValidation(consumer, nodeId, byLeader.get(nodeId) ?? new Map());
    return null;
  }

  /** Asks for the offsets of partitions that are to be reset; an error of an earlier attempt comes first. */
  resetPositionsIfNeeded(consumer: ClassicConsumer): ClientError | null {
    const error = this.resetError;
    this.resetError = null;
    if (error !== null) return error;
    const strategies = new Map<PartitionName, AutoOffsetResetStrategy>();
    for (const name of consumer.subscriptions.partitionsNeedingReset(consumer.nowMillis)) {
      const strategy = consumer.subscriptions.assignedState(name).resetStrategy;
      if (strategy === null || strategy.kind === 'none') return noOffsetError([name]);
      strategies.set(name, strategy);
    }
    const byLeader = new Map<number, Map<PartitionName, AutoOffsetResetStrategy>>();
    for (const name of inPartitionHashOrder([...strategies.keys()])) {
      const { leaderId } = consumer.metadata.currentLeader(name);
      const strategy = strategies.get(name);
      if (leaderId === null) consumer.metadata.requestFreshUpdate(true);
      if (leaderId === null || strategy === undefined || consumer.client.isUnavailable(leaderId, consumer.nowMillis)) continue;
      const ofLeader = byLeader.get(leaderId) ?? new Map<PartitionName, AutoOffsetResetStrategy>();
      byLeader.set(leaderId, ofLeader.set(name, strategy));
    }
    for (const nodeId of inNodeHashOrder([...byLeader.keys()])) this.sendReset(consumer, nodeId, byLeader.get(nodeId) ?? new Map());
    return null;
  }

  finishReset(consumer: ClassicConsumer, strategies: ReadonlyMap<PartitionName, AutoOffsetResetStrategy>, result: ListOffsetResult): void {
    if (result.toRetry.length > 0) {
      this.backOff(consumer, result.toRetry);
      consumer.metadata.requestFreshUpdate(false);
    }
    // A broker that knows no such offset (by_duration, and nothing that young) leaves the partition waiting for the request timeout.
    for (const [name, { offset, leaderEpoch }] of result.fetched) {
      const currentLeader = consumer.metadata.currentLeader(name);
      if (leaderEpoch >= 0) consumer.metadata.updateLastSeenEpochIfNewer(name, leaderEpoch);
      const strategy = strategies.get(name) ?? null;
      if (consumer.subscriptions.maybeSeekUnvalidated(name, { offset, offsetEpoch: null, currentLeader }, strategy)) {
        consumer.listener.onOffsetReset(name, strategy, offset);
      }
    }
  }

  failReset(consumer: ClassicConsumer, names: readonly PartitionName[], error: ClientError): void {
    this.backOff(consumer, names);
    consumer.metadata.requestFreshUpdate(false);
    if (!error.isRetriable) this.resetError ??= error;
  }

  finishValidation(
    consumer: ClassicConsumer,
    positions: ReadonlyMap<PartitionName, FetchPosition>,
    response: OffsetForLeaderEpochResponse,
  ): void {
    const { ends, toRetry, unauthorizedTopics } = readEpochEnds(positions, response);
    if (unauthorizedTopics.length > 0) {
      this.failValidation(consumer, [...positions.keys()], topicAuthorizationError(unauthorizedTopics));
      return;
    }
    if (toRetry.length > 0) {
      this.backOff(consumer, toRetry);
      consumer.metadata.requestFreshUpdate(false);
    }
    const truncations: LogTruncation[] = [];
    for (const [name, end] of ends) {
      const requested = positions.get(name);
      if (requested === undefined) continue;
      const outcome = consumer.subscriptions.maybeCompleteValidation(name, requested, end);
      if (outcome.kind === 'failed') truncations.push(outcome.truncation);
      if (outcome.kind === 'truncated') consumer.listener.onTruncationDetected(name, outcome.from, outcome.to);
      else if (outcome.kind === 'reset' || outcome.kind === 'failed') consumer.listener.onTruncationDetected(name, requested.offset, null);
    }
    if (truncations.length > 0) this.validationError ??= truncationError(truncations);
  }

  failValidation(consumer: ClassicConsumer, names: readonly PartitionName[], error: ClientError): void {
    this.backOff(consumer, names);
    consumer.metadata.requestFreshUpdate(false);
    if (!error.isRetriable) this.validationError ??= error;
  }

  private backOff(consumer: ClassicConsumer, names: readonly PartitionName[]): void {
    for (const name of names) {
      const state = consumer.subscriptions.stateOf(name);
      if (state !== null) state.nextRetryTimeMillis = consumer.nowMillis + consumer.settings.retryBackoffMillis;
    }
  }

  private holdUntilTimeout(consumer: ClassicConsumer, names: Iterable<PartitionName>): void {
    for (const name of names)
      consumer.subscriptions.assignedState(name).nextRetryTimeMillis = consumer.nowMillis + consumer.settings.requestTimeoutMillis;
  }

  private sendReset(consumer: ClassicConsumer, nodeId: number, strategies: ReadonlyMap<PartitionName, AutoOffsetResetStrategy>): void {
    this.holdUntilTimeout(consumer, strategies.keys());
    const topics = byTopic([...strategies], (name, strategy) => ({
      partitionIndex: partitionOf(name),
      currentLeaderEpoch: consumer.metadata.currentLeader(name).epoch ?? -1,
      timestamp: resetTimestamp(strategy, consumer.nowMillis) ?? -1,
    }));
    const body: ListOffsetsRequest = {
      replicaId: -1,
      isolationLevel: consumer.settings.isolationLevel,
      timeoutMs: consumer.settings.requestTimeoutMillis,
      topics: topics.map(({ topic, partitions }) => ({ name: topic, partitions })),
    };
    const sizeBytes = lookupRequestBytes + strategies.size * lookupPartitionBytes;
    consumer.client.send({ nodeId, api: 'ListOffsets', body, sizeBytes, request: new ResetPurpose(strategies) }, consumer.nowMillis);
  }

  private sendValidation(consumer: ClassicConsumer, nodeId: number, positions: ReadonlyMap<PartitionName, FetchPosition>): void {
    this.holdUntilTimeout(consumer, positions.keys());
    const topics = byTopic([...positions], (name, position) => ({
      partition: partitionOf(name),
      currentLeaderEpoch: position.currentLeader.epoch ?? -1,
      leaderEpoch: position.offsetEpoch ?? -1,
    }));
    const body: OffsetForLeaderEpochRequest = { replicaId: -1, topics };
    const sizeBytes = lookupRequestBytes + positions.size * lookupPartitionBytes;
    consumer.client.send(
      { nodeId, api: 'OffsetForLeaderEpoch', body, sizeBytes, request: new ValidatePurpose(positions) },
      consumer.nowMillis,
    );
  }
}

/** There is no position, and auto.offset.reset=none says that there must be one. */
export function noOffsetError(names: readonly PartitionName[]): ClientError {
  return plainError('NoOffsetForPartitionException', `Undefined offset with no reset policy for partitions: [${names.join(', ')}]`);
}

/** Sorts an answer into offsets and partitions to ask for again; unknown errors are asked for again too. */
export function readListOffsets(response: ListOffsetsResponse): ListOffsetResult {
  const fetched = new Map<PartitionName, { readonly offset: number; readonly leaderEpoch: number }>();
  const toRetry: PartitionName[] = [];
  const unauthorizedTopics: string[] = [];
  for (const topic of response.topics) {
    for (const { partitionIndex, errorCode, offset, leaderEpoch } of topic.partitions) {
      const name = partitionName(topic.name, partitionIndex);
      if (errorCode === errors.NONE) {
        if (offset !== -1) fetched.set(name, { offset, leaderEpoch });
      } else if (errorCode === errors.TOPIC_AUTHORIZATION_FAILED) {
        if (!unauthorizedTopics.includes(topic.name)) unauthorizedTopics.push(topic.name);
      } else if (errorCode !== errors.UNSUPPORTED_FOR_MESSAGE_FORMAT) {
        toRetry.push(name);
      }
    }
  }
  return { fetched, toRetry, unauthorizedTopics };
}

interface EpochEnds {
  readonly ends: ReadonlyMap<PartitionName, { readonly endOffset: number; readonly leaderEpoch: number }>;
  readonly toRetry: readonly PartitionName[];
  readonly unauthorizedTopics: readonly string[];
}

/** Source: OffsetsForLeaderEpochUtils.handleResponse. */
function readEpochEnds(positions: ReadonlyMap<PartitionName, FetchPosition>, response: OffsetForLeaderEpochResponse): EpochEnds {
  const ends = new Map<PartitionName, { readonly endOffset: number; readonly leaderEpoch: number }>();
  const toRetry = new Set(positions.keys());
  const unauthorizedTopics: string[] = [];
  for (const topic of response.topics) {
    for (const { partition, errorCode, endOffset, leaderEpoch } of topic.partitions) {
      const name = partitionName(topic.topic, partition);
      if (!positions.has(name)) continue;
      if (errorCode === errors.NONE) ends.set(name, { endOffset, leaderEpoch });
      else if (errorCode === errors.TOPIC_AUTHORIZATION_FAILED) unauthorizedTopics.push(topic.topic);
      if (errorCode === errors.NONE || errorCode === errors.TOPIC_AUTHORIZATION_FAILED) toRetry.delete(name);
    }
  }
  return { ends, toRetry: [...toRetry], unauthorizedTopics: [...new Set(unauthorizedTopics)] };
}

function truncationError(truncations: readonly LogTruncation[]): ClientError {
  const known = truncations.flatMap(({ partition, divergentOffset }) => {
    if (divergentOffset === null) return [];
    const { offset, leaderEpoch } = divergentOffset;
    return [`${partition}=OffsetAndMetadata{offset=${String(offset)}, leaderEpoch=${String(leaderEpoch)}, metadata=''}`];
  });
  return plainError('LogTruncationException', `Truncated partitions detected with divergent offsets {${known.join(', ')}}`);
}

function byTopic<V, P>(
  entries: readonly (readonly [PartitionName, V])[],
  partitionOfEntry: (name: PartitionName, value: V) => P,
): { topic: string; partitions: P[] }[] {
  const topics = new Map<string, P[]>();
  for (const [name, value] of entries) {
    const topic = topicOf(name);
    const partitions = topics.get(topic) ?? [];
    partitions.push(partitionOfEntry(name, value));
    topics.set(topic, partitions);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}

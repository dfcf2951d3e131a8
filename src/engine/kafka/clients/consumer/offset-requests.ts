import type { OffsetCommitRequest, OffsetCommitResponse } from '../../apis/OffsetCommit/messages.ts';
import type { OffsetFetchRequest, OffsetFetchResponse } from '../../apis/OffsetFetch/messages.ts';
import { errors, isRetriable } from '../../errors.ts';
import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import { clientErrorOf, kafkaException } from '../common/client-error.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { topicAuthorizationError } from './consumer-error.ts';
import { commitFailed, commitWithoutGroup, coordinatorNotAvailable, groupAuthorizationError, rebalanceInProgress } from './group-error.ts';
import type { CommitOffsets } from './group-listener.ts';
import { noGeneration } from './group-member.ts';
import type { Generation } from './group-member.ts';
import { CoordinatorRequest } from './group-requests.ts';
import { failedFuture, RequestFuture } from './request-future.ts';
import type { CommittedOffset } from './task.ts';
import { partitionName, partitionOf, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

const requestBytes = 100;
const partitionBytes = 24;

/** What is done about the end of a commit. */
export type CommitCallback =
  | { readonly kind: 'none' }
  /** commitAsync number `commit` of the application. */
  | { readonly kind: 'application'; readonly commit: number }
  | { readonly kind: 'autoCommit' };

/** Sends offsets to the coordinator, in the name of the generation if there is one. Source: ConsumerCoordinator.sendOffsetCommitRequest. */
export function sendOffsetCommit(
  consumer: ClassicConsumer,
  offsets: CommitOffsets,
  callback: CommitCallback | null,
): RequestFuture<object> {
  const { coordinator } = consumer;
  const { member } = coordinator;
  if (offsets.size === 0) {
    const done = new RequestFuture<object>();
    done.complete({});
    return done;
  }
  const nodeId = member.checkAndGetCoordinator(consumer);
  if (nodeId === null) return failedFuture(coordinatorNotAvailable());
  const isMember = consumer.subscriptions.hasAutoAssignedPartitions;
  const generation = isMember ? member.generationIfStable : noGeneration;
  if (generation === null) return failedFuture(member.isRebalancing ? rebalanceInProgress(commitDuringRebalance) : commitWithoutGroup);
  const body: OffsetCommitRequest = {
    groupId: member.groupId,
    generationIdOrMemberEpoch: generation.generationId,
    memberId: generation.memberId,
    groupInstanceId: isMember ? member.settings.groupInstanceId : null,
    topics: topicsOf(offsets),
  };
  const future = new RequestFuture<object>();
  const request = new OffsetCommitPurpose(future, generation, { offsets, callback });
  const sizeBytes = requestBytes + offsets.size * partitionBytes;
  consumer.client.send({ nodeId, api: 'OffsetCommit', body, sizeBytes, request }, consumer.nowMillis);
  consumer.groupListener.onCommitSent(offsets, callback?.kind === 'autoCommit');
  return future;
}

const commitDuringRebalance =
  'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. You can try completing ' +
  'the rebalance by calling poll() and then retry the operation.';
const commitMeetsRebalance =
  'Offset commit cannot be completed since the consumer group is executing a rebalance at the moment. You can try completing the ' +
  'rebalance by calling poll() and then retry commit again';
const commitOfOldGeneration =
  "Offset commit cannot be completed since the consumer member's generation is already stale, meaning it has already participated " +
  'another rebalance and got a new generation. You can try completing the rebalance by calling poll() and then retry commit again';
const commitOfFencedGeneration =
  "Offset commit cannot be completed since the consumer member's old generation is fenced by its group instance id, it is possible that " +
  'this consumer has already participated another rebalance and got a new generation';

function topicsOf(offsets: CommitOffsets): OffsetCommitRequest['topics'] {
  type Topic = OffsetCommitRequest['topics'][number];
  const byTopic = new Map<string, Topic['partitions'][number][]>();
  for (const [name, { offset, leaderEpoch }] of offsets) {
    const topic = topicOf(name);
    const partitions = byTopic.get(topic) ?? [];
    partitions.push({
      partitionIndex: partitionOf(name),
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch ?? -1,
      committedMetadata: '',
    });
    byTopic.set(topic, partitions);
  }
  const topics = javaHashMapOrder([...byTopic.keys()], javaStringHash);
  return topics.map((name) => ({ name, partitions: byTopic.get(name) ?? [] }));
}

/** A commit on its way. Source: ConsumerCoordinator.OffsetCommitResponseHandler. */
class OffsetCommitPurpose extends CoordinatorRequest<object> {
  private readonly offsets: CommitOffsets;
  /** Null for commitSync, which looks at the future itself. */
  private readonly callback: CommitCallback | null;

  constructor(
    future: RequestFuture<object>,
    generation: Generation,
    parts: { readonly offsets: CommitOffsets; readonly callback: CommitCallback | null },
  ) {
    super(future, generation);
    this.offsets = parts.offsets;
    this.callback = parts.callback;
  }

  onSuccess(consumer: ClassicConsumer, body: object): void {
    const unauthorizedTopics = new Set<string>();
    for (const topic of (body as OffsetCommitResponse).topics) {
      for (const { errorCode } of topic.partitions) {
        if (errorCode === errors.NONE) continue;
        if (errorCode === errors.TOPIC_AUTHORIZATION_FAILED) {
          unauthorizedTopics.add(topic.name);
          continue;
        }
        // One partition's error stands for all.
        this.fail(consumer, this.errorOf(consumer, errorCode));
        return;
      }
    }
    if (unauthorizedTopics.size > 0) {
      this.fail(consumer, topicAuthorizationError([...unauthorizedTopics]));
      return;
    }
    this.future.complete(body);
    if (this.callback !== null) consumer.coordinator.onAsyncCommitDone(this.callback, this.offsets, null);
  }

  protected override fail(consumer: ClassicConsumer, error: ClientError): void {
    this.future.raise(error);
    if (this.callback !== null) consumer.coordinator.onAsyncCommitDone(this.callback, this.offsets, error);
  }

  private errorOf(consumer: ClassicConsumer, errorCode: number): ClientError {
    const { coordinator } = consumer;
    const own = coordinator.commitErrorOf(errorCode);
    if (own !== null) return own;
    const { member } = coordinator;
    const isPreparing = member.state === 'PREPARING_REBALANCE';
    switch (errorCode) {
      case errors.GROUP_AUTHORIZATION_FAILED:
        return groupAuthorizationError(member.groupId);
      case errors.OFFSET_METADATA_TOO_LARGE:
      case errors.INVALID_COMMIT_OFFSET_SIZE:
      case errors.COORDINATOR_LOAD_IN_PROGRESS:
      case errors.UNKNOWN_TOPIC_OR_PARTITION:
        return clientErrorOf(errorCode);
      case errors.COORDINATOR_NOT_AVAILABLE:
      case errors.NOT_COORDINATOR:
      case errors.REQUEST_TIMED_OUT:
        member.markCoordinatorUnknown(consumer, false);
        return clientErrorOf(errorCode);
      case errors.FENCED_INSTANCE_ID:
        if (this.isGenerationUnchanged(member)) return clientErrorOf(errorCode);
        return isPreparing ? rebalanceInProgress(commitOfFencedGeneration) : commitFailed();
      case errors.REBALANCE_IN_PROGRESS:
        member.requestRejoin('offset commit failed since group is already rebalancing');
        return rebalanceInProgress(commitMeetsRebalance);
      case errors.UNKNOWN_MEMBER_ID:
      case errors.ILLEGAL_GENERATION:
        if (!this.isGenerationUnchanged(member) && isPreparing) return rebalanceInProgress(commitOfOldGeneration);
        coordinator.resetOnError(consumer, 'OFFSET_COMMIT', errorCode, errorCode !== errors.ILLEGAL_GENERATION);
        return commitFailed();
      default:
        return kafkaException(`Unexpected error in commit: ${clientErrorOf(errorCode).message}`);
    }
  }
}

/** Committed offsets by partition; null where there is none. */
export type CommittedOffsets = ReadonlyMap<PartitionName, CommittedOffset | null>;

/** Asks the coordinator for committed offsets. Source: ConsumerCoordinator.sendOffsetFetchRequest. */
export function sendOffsetFetch(consumer: ClassicConsumer, partitions: readonly PartitionName[]): RequestFuture<CommittedOffsets> {
  const { member } = consumer.coordinator;
  const nodeId = member.checkAndGetCoordinator(consumer);
  if (nodeId === null) return failedFuture(coordinatorNotAvailable());
  const byTopic = new Map<string, number[]>();
  for (const name of partitions) byTopic.set(topicOf(name), [...(byTopic.get(topicOf(name)) ?? []), partitionOf(name)]);
  const topics = [...byTopic].map(([name, partitionIndexes]) => ({ name, partitionIndexes }));
  const body: OffsetFetchRequest = {
    requireStable: true,
    groups: [{ groupId: member.groupId, ...consumer.coordinator.fetchIdentity, topics }],
  };
  const future = new RequestFuture<CommittedOffsets>();
  const request = new OffsetFetchPurpose(future, noGeneration);
  const sizeBytes = requestBytes + partitions.length * partitionBytes;
  consumer.client.send({ nodeId, api: 'OffsetFetch', body, sizeBytes, request }, consumer.nowMillis);
  return future;
}

/** A lookup of committed offsets on its way. Source: ConsumerCoordinator.OffsetFetchResponseHandler. */
class OffsetFetchPurpose extends CoordinatorRequest<CommittedOffsets> {
  onSuccess(consumer: ClassicConsumer, body: object): void {
    const group = (body as OffsetFetchResponse).groups[0];
    if (group === undefined) return;
    if (group.errorCode !== errors.NONE) {
      this.future.raise(this.groupError(consumer, group.errorCode));
      return;
    }
    const offsets = new Map<PartitionName, CommittedOffset | null>();
    const unauthorizedTopics = new Set<string>();
    let isUnstable = false;
    for (const topic of group.topics) {
      for (const { partitionIndex, errorCode, committedOffset, committedLeaderEpoch } of topic.partitions) {
        const name = partitionName(topic.name, partitionIndex);
        const leaderEpoch = committedLeaderEpoch < 0 ? null : committedLeaderEpoch;
        if (errorCode === errors.NONE) offsets.set(name, committedOffset < 0 ? null : { offset: committedOffset, leaderEpoch });
        else if (errorCode === errors.TOPIC_AUTHORIZATION_FAILED) unauthorizedTopics.add(topic.name);
        else if (errorCode === errors.UNSTABLE_OFFSET_COMMIT) isUnstable = true;
        else return this.future.raise(partitionError(name, errorCode));
      }
    }
    if (unauthorizedTopics.size > 0) this.future.raise(topicAuthorizationError([...unauthorizedTopics]));
    else if (isUnstable) this.future.raise(clientErrorOf(errors.UNSTABLE_OFFSET_COMMIT));
    else this.future.complete(offsets);
  }

  private groupError(consumer: ClassicConsumer, errorCode: number): ClientError {
    const { member } = consumer.coordinator;
    const own = consumer.coordinator.fetchErrorOf(errorCode);
    if (own !== null) return own;
    if (errorCode === errors.COORDINATOR_NOT_AVAILABLE || errorCode === errors.NOT_COORDINATOR)
      member.markCoordinatorUnknown(consumer, false);
    if (errorCode === errors.GROUP_AUTHORIZATION_FAILED) return groupAuthorizationError(member.groupId);
    if (isRetriable(errorCode)) return clientErrorOf(errorCode);
    return kafkaException(`Unexpected error in fetch offset response: ${clientErrorOf(errorCode).message}`);
  }
}

function partitionError(name: PartitionName, errorCode: number): ClientError {
  if (errorCode === errors.UNKNOWN_TOPIC_OR_PARTITION) return kafkaException(`Topic or Partition ${name} does not exist`);
  return kafkaException(`Unexpected error in fetch offset response for partition ${name}: ${clientErrorOf(errorCode).message}`);
}

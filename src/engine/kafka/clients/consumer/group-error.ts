import { errors } from '../../errors.ts';
import { ClientError, clientErrorOf } from '../common/client-error.ts';
import { CausedError, plainError } from './consumer-error.ts';

/** Errors of the group protocol in the words of the Java client. */

/** Not allowed to use the group. Source: GroupAuthorizationException.forGroupId. */
export function groupAuthorizationError(groupId: string): ClientError {
  return new ClientError('GroupAuthorizationException', errors.GROUP_AUTHORIZATION_FAILED, `Not authorized to access group: ${groupId}`);
}

/** Nobody is known to be the coordinator. */
export function coordinatorNotAvailable(): ClientError {
  return clientErrorOf(errors.COORDINATOR_NOT_AVAILABLE);
}

/** No broker can be asked. Source: NoAvailableBrokersException, which is retriable. */
export const noBrokersAvailable = new ClientError('NoAvailableBrokersException', errors.NETWORK_EXCEPTION, '');

/** The response came after the member had left this rebalance. Source: UnjoinedGroupException, which is retriable. */
export const unjoinedGroup = new ClientError('UnjoinedGroupException', errors.COORDINATOR_LOAD_IN_PROGRESS, '');

/** A commit that may be tried again; the client does not do so by itself, because a newer one may have succeeded. */
export function retriableCommitFailed(cause: ClientError): ClientError {
  const message = 'Offset commit failed with a retriable exception. You should retry committing the latest consumed offsets.';
  const { exception, errorCode } = cause;
  return new CausedError('RetriableCommitFailedException', null, message, { exception, message: cause.message, errorCode });
}

/** The group went on without this member. */
export function commitFailed(): ClientError {
  return plainError(
    'CommitFailedException',
    'Commit cannot be completed since the group has already rebalanced and assigned the partitions to another member. This means that ' +
      'the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the ' +
      'poll loop is spending too much time message processing. You can address this either by increasing max.poll.interval.ms or by ' +
      'reducing the maximum size of batches returned in poll() with max.poll.records.',
  );
}

/**
 * A commit in an epoch that is over: since the assignment of the partition the member has got a newer one. Source: CommitRequestManager.
 */
export const staleCommit = plainError(
  'CommitFailedException',
  'OffsetCommit failed with stale member epoch. The member epoch is stale. The member must retry after receiving its updated member ' +
    'epoch via the ConsumerGroupHeartbeat API.',
);

/** A lookup of offsets in an epoch that is over: asked again in the new one. Source: CommitRequestManager, which retries it. */
export const staleFetch = new ClientError('StaleMemberEpochException', errors.COORDINATOR_LOAD_IN_PROGRESS, '');

/** This member is in no group. */
export const commitWithoutGroup = plainError(
  'CommitFailedException',
  'Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that ' +
    'the consumer was kicked out of the group.',
);

/** A commit during a rebalance. */
export function rebalanceInProgress(message: string): ClientError {
  return new ClientError('RebalanceInProgressException', errors.REBALANCE_IN_PROGRESS, message);
}

/** A rebalance listener of the application threw. */
export function callbackFailed(error: ClientError): ClientError {
  const { exception, errorCode, message } = error;
  return new CausedError('KafkaException', null, 'User rebalance callback throws an error', { exception, message, errorCode });
}

/** Another process with the same group.instance.id has taken over. */
export function fencedError(groupInstanceId: string | null, memberId: string): ClientError {
  const message = `Get fenced exception for group.instance.id ${groupInstanceId ?? 'unset_instance_id'}, current member.id is ${memberId}`;
  return new ClientError('FencedInstanceIdException', errors.FENCED_INSTANCE_ID, message);
}

import { javaStringHash } from '../util/java-hash-order.ts';
import { absoluteValue } from '../util/murmur2.ts';

/** The partition of __consumer_offsets whose leader coordinates a group. Source: GroupCoordinatorService.partitionFor. */
export function partitionForGroup(groupId: string, partitionCount: number): number {
  return absoluteValue(javaStringHash(groupId)) % partitionCount;
}

/** The partition of __transaction_state whose leader coordinates a transactional id. Source: TransactionStateManager.partitionFor. */
export function partitionForTransactionalId(transactionalId: string, partitionCount: number): number {
  return absoluteValue(javaStringHash(transactionalId)) % partitionCount;
}

/** The key by which a share group's partition is coordinated. Source: SharePartitionKey.asCoordinatorKey. */
export function shareCoordinatorKey(groupId: string, topicId: string, partition: number): string {
  return `${groupId}:${topicId}:${String(partition)}`;
}

/** The partition of __share_group_state whose leader coordinates a share partition. Source: ShareCoordinatorService.partitionFor. */
export function partitionForShare(coordinatorKey: string, partitionCount: number): number {
  return absoluteValue(javaStringHash(coordinatorKey)) % partitionCount;
}

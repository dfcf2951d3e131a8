import type { ClassicConsumer } from '../classic-consumer.ts';
import type { RequestFuture } from '../request-future.ts';
import { comparePartitions, partitionName } from '../topic-partition.ts';
import type { PartitionName } from '../topic-partition.ts';
import type { LocalAssignment } from './local-assignment.ts';

/** A member on its way from what it has to what it is to have: commit, then give up, then take. */
export interface Reconciliation {
  /** The part of the target whose topics are known by name. */
  readonly resolved: LocalAssignment;
  readonly assigned: readonly PartitionName[];
  readonly added: readonly PartitionName[];
  readonly revoked: readonly PartitionName[];
  /** The commit before it; null: none, or to be sent again. */
  commit: RequestFuture<object> | null;
  isCommitted: boolean;
  readonly commitDeadlineMillis: number;
  /** Not before then is a commit that failed sent again. */
  commitRetryMillis: number;
  commitAttempts: number;
}

/** What of the target has a name in the metadata; whether all of it has. Source: findResolvableAssignmentAndTriggerMetadataUpdate. */
export function resolvedAssignment(
  consumer: ClassicConsumer,
  target: LocalAssignment,
): { readonly assignment: LocalAssignment; readonly names: readonly PartitionName[]; readonly isComplete: boolean } {
  const nameOf = new Map([...consumer.metadata.snapshot.topicIds].map(([name, topicId]) => [topicId, name]));
  const partitions = new Map<string, readonly number[]>();
  const names: PartitionName[] = [];
  for (const [topicId, list] of target.partitions) {
    const name = nameOf.get(topicId);
    if (name === undefined) continue;
    partitions.set(topicId, list);
    for (const partition of list) names.push(partitionName(name, partition));
  }
  const isComplete = partitions.size === target.partitions.size;
  return { assignment: { localEpoch: target.localEpoch, partitions }, names: names.sort(comparePartitions), isComplete };
}

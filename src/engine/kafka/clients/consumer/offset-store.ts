import { AssignmentSource } from './assignment-source.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import type { CommitOffsets } from './group-listener.ts';
import type { GroupMember } from './group-member.ts';
import { lookupCoordinator } from './group-requests.ts';
import { sendOffsetCommit, sendOffsetFetch } from './offset-requests.ts';
import type { CommitCallback, CommittedOffsets } from './offset-requests.ts';
import type { RequestFuture } from './request-future.ts';
import type { PartitionName } from './topic-partition.ts';

/** Who keeps a group's offsets: its coordinator, unless a consumer of another age says otherwise. */
export abstract class OffsetStore extends AssignmentSource {
  abstract readonly member: GroupMember;

  /** Finds out who it is; null while nobody can be asked. */
  lookupStore(consumer: ClassicConsumer): RequestFuture<object> | null {
    return lookupCoordinator(consumer, this.member);
  }

  /** Sends offsets to be kept. */
  sendCommit(consumer: ClassicConsumer, offsets: CommitOffsets, callback: CommitCallback | null): RequestFuture<object> {
    return sendOffsetCommit(consumer, offsets, callback);
  }

  /** Asks for offsets that are kept. */
  sendFetch(consumer: ClassicConsumer, partitions: readonly PartitionName[]): RequestFuture<CommittedOffsets> {
    return sendOffsetFetch(consumer, partitions);
  }
}

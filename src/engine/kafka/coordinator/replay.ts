import { replayGroupMetadata } from './classic/group-record.ts';
import { replayConsumerGroupRecord } from './consumer/replay.ts';
import { replayOffsetCommit } from './offsets/replay.ts';
import type { Operation } from './operation.ts';
import type { CoordinatorRecord } from './records.ts';

/** Takes one record over: the only thing that changes what the records speak of. Source: GroupCoordinatorShard.replay. */
export function replayRecord(
  op: Operation,
  stored: { readonly offset: number; readonly producerId: number | null; readonly record: CoordinatorRecord },
): void {
  const { record } = stored;
  if (record.kind === 'OFFSET_COMMIT') replayOffsetCommit(op, { offset: stored.offset, producerId: stored.producerId, ...record });
  else if (record.kind === 'GROUP_METADATA') replayGroupMetadata(op, record.key.group, record.value);
  else replayConsumerGroupRecord(op.state, record);
}

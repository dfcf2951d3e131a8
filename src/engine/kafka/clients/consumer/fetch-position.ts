import { nodeText } from './topic-partition.ts';

/** Who leads a partition, as far as the client knows; null: unknown. Source: Metadata.LeaderAndEpoch. */
export interface LeaderAndEpoch {
  readonly leaderId: number | null;
  readonly epoch: number | null;
}

/** Neither a leader nor an epoch is known. */
export const noLeaderOrEpoch: LeaderAndEpoch = { leaderId: null, epoch: null };

/**
 * Where the next fetch begins: the offset, the leader epoch of the last record before it (null: unknown, so nothing can be validated),
 * and the leader for which it is valid. Never written after it was built. Source: SubscriptionState.FetchPosition.
 */
export interface FetchPosition {
  readonly offset: number;
  readonly offsetEpoch: number | null;
  readonly currentLeader: LeaderAndEpoch;
}

/** Whether both name the same broker and epoch. */
export function isSameLeader(a: LeaderAndEpoch, b: LeaderAndEpoch): boolean {
  return a.epoch === b.epoch && a.leaderId === b.leaderId;
}

/** Whether both are the same position. */
export function isSamePosition(a: FetchPosition, b: FetchPosition): boolean {
  return a.offset === b.offset && a.offsetEpoch === b.offsetEpoch && isSameLeader(a.currentLeader, b.currentLeader);
}

/** FetchPosition.toString, which appears in exceptions that applications see. */
export function positionText(position: FetchPosition): string {
  const { leaderId, epoch } = position.currentLeader;
  const leaderText = leaderId === null ? 'Optional.empty' : `Optional[${nodeText(leaderId)}]`;
  const offsetEpoch = position.offsetEpoch === null ? 'Optional.empty' : `Optional[${String(position.offsetEpoch)}]`;
  return (
    `FetchPosition{offset=${String(position.offset)}, offsetEpoch=${offsetEpoch}, ` +
    `currentLeader=LeaderAndEpoch{leader=${leaderText}, epoch=${epoch === null ? 'absent' : String(epoch)}}}`
  );
}

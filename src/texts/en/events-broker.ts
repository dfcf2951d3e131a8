import type { EventTexts } from '../types.ts';

/** What a broker does with its replicas, in words. */
export const brokerEvents = {
  recordsAppended: {
    what: '{who} writes {recordCount} {recordCount|record|records} to {partition} at offset {firstOffset}.',
    why: 'Only the leader gives out offsets. Its epoch, {leaderEpoch}, goes into each batch. Written is not yet committed.',
  },
  produceRefused: {
    what: '{partition}: {who} refuses a write with acks=all. {isrCount} in sync, {minInsyncReplicas} needed.',
    why: 'Below min.insync.replicas the answer is NOT_ENOUGH_REPLICAS, and nothing is written. acks=0 and acks=1 are still taken.',
  },
  recordsReplicated: {
    what: '{who} copies {recordCount} {recordCount|record|records} of {partition} from broker {leader}. Its log ends at {logEndOffset}.',
    why: 'A follower takes batches as they are: same offsets, same epochs. Its next fetch tells the leader how far it is.',
  },
  highWatermarkAdvanced: {
    what: '{partition}: the high watermark rises from {previousHighWatermark} to {highWatermark}. The log ends at {logEndOffset}.',
    why: 'Every in-sync replica, here {isrCount}, has what lies below it. Those records are committed, and consumers may read them.',
  },
  highWatermarkLearned: {
    what: '{partition}: {who} hears that the high watermark is {highWatermark}. Its log ends at {logEndOffset}.',
    why: 'A follower learns of it one fetch late. It never takes one above its own log end.',
  },
  becameLeader: {
    what: '{who} leads {partition} in epoch {leaderEpoch}, from offset {leaderEpochStartOffset} on.',
    why: 'The metadata say so, with ISR {isr}. It starts from its own high watermark, {highWatermark}, until its followers have fetched.',
  },
  becameFollower: {
    what: '{who} follows broker {leader} for {partition} in epoch {leaderEpoch}. Its log ends at {logEndOffset}.',
    why: 'A new epoch restarts the fetcher. Nothing is cut yet: the first fetch shows where the logs part.',
  },
  becameLeaderless: {
    what: '{who} has nobody to follow for {partition}: epoch {leaderEpoch} has no leader.',
    why: 'The controller found no replica that may lead. Until it does, nobody writes and nobody fetches.',
  },
  followerFellBehind: {
    what: '{partition}: broker {follower} falls behind. It has {followerEndOffset} of {logEndOffset}.',
    why: 'It missed what the leader had at its fetch before. After replica.lag.time.max.ms of that it is out of sync.',
  },
  isrShrinkRequested: {
    what: '{partition}: {who} asks to take broker {follower} out of the ISR, leaving {newIsr}.',
    why: 'Broker {follower} last had everything {behindMillis} ms ago; replica.lag.time.max.ms is {replicaLagTimeMaxMillis}. Until the controller agrees, it still counts.',
  },
  isrShrinkRequestedNeverFetched: {
    what: '{partition}: {who} asks to take broker {follower} out of the ISR, leaving {newIsr}.',
    why: 'Broker {follower} never fetched from this leader, for replica.lag.time.max.ms, {replicaLagTimeMaxMillis} ms.',
  },
  isrExpandRequested: {
    what: '{partition}: {who} asks to let broker {follower} into the ISR. It has reached {followerEndOffset}.',
    why: 'It is past the high watermark {highWatermark} and the epoch’s start {leaderEpochStartOffset}. From now on the high watermark waits for it.',
  },
  isrShrunk: {
    what: '{partition}: {who} now counts ISR {isr}. It was {previousIsr}.',
    why: 'The controller agreed, in partition epoch {partitionEpoch}. The high watermark waits for these alone; acks=all needs {minInsyncReplicas} of them.',
  },
  isrExpanded: {
    what: '{partition}: {who} now counts ISR {isr}. It was {previousIsr}.',
    why: 'The controller agreed, in partition epoch {partitionEpoch}. The new member could lead without loss.',
  },
  isrChangeRefused: {
    what: '{partition}: the controller refuses ISR {isr}: {error}{errorWords? ({errorWords})}.',
    why: 'Leaders propose, the controller decides. The leader takes the old ISR back, or waits for newer metadata.',
  },
  fetchDiverged: {
    what: '{partition}: the log of {whom} parts from the leader’s. On broker {leader} epoch {divergingEpoch} ends at {endOffset}.',
    why: 'Each fetch names the epoch of the last record, here {lastFetchedEpoch}. Behind that point the leader has another history.',
  },
  logTruncated: {
    what: '{who} cuts {partition} from {previousLogEndOffset} to {offset}. {lostCount} {lostCount|record is|records are} gone here.',
    why: 'A follower keeps only what its leader has. Records above its high watermark, {highWatermark}, were never promised to stay.',
  },
  logStartedOver: {
    what: '{who} drops its log of {partition}, which ended at {previousLogEndOffset}, and begins at {offset}.',
    why: 'The leader’s log begins above this log’s end: what lay between is deleted. A log has no holes, so it starts over.',
  },
  fetchOutOfRange: {
    what: '{partition}: {who} asks for offset {fetchOffset}, which broker {leader} does not have.',
    why: 'It asks where the leader’s log begins and ends. Then it cuts its own log, or starts over.',
  },
  fetchDelayed: {
    what: '{partition}: {who} waits {backoffMillis} ms before it fetches again: {error}{errorWords? ({errorWords})}.',
    why: 'The error may pass: broker {leader} may not know its role yet. replica.fetch.backoff.ms is the wait.',
  },
  fetchGivenUp: {
    what: '{partition}: {who} stops fetching from broker {leader}: {error}{errorWords? ({errorWords})}.',
    why: 'Leader epoch {leaderEpoch} is over, or the replica is broken. It waits for metadata; other partitions go on.',
  },
} as const satisfies EventTexts;

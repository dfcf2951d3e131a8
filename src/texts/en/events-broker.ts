import type { EventTexts } from '../types.ts';

/** What a broker does with its replicas, in words. */
export const brokerEvents = {
  recordsAppended: {
    what: 'The leader wrote {recordCount} {recordCount|record|records} to {partition} at offset {firstOffset}.',
    why: 'Only the leader gives offsets. Each record carries leader epoch {leaderEpoch}. It is written, not yet committed.',
  },
  produceRefused: {
    what: '{partition}: the leader refused a produce with acks=all. {isrCount} in sync, {minInsyncReplicas} needed.',
    why: 'Below min.insync.replicas acks=all ends with NOT_ENOUGH_REPLICAS, and nothing is written. acks=0 and acks=1 are still taken.',
  },
  recordsReplicated: {
    what: '{partition}: {recordCount} {recordCount|record|records} from broker {leader} written at offset {firstOffset}. The log ends at {logEndOffset}.',
    why: 'A follower copies batches as they are: same offsets, same epochs. Its next fetch, from the new end, tells the leader.',
  },
  highWatermarkAdvanced: {
    what: '{partition}: the high watermark rose from {previousHighWatermark} to {highWatermark}. The log ends at {logEndOffset}.',
    why: 'All in-sync replicas, here {isrCount}, have fetched past every offset below it. Those records are committed; consumers may read them.',
  },
  highWatermarkLearned: {
    what: '{partition}: broker {leader} told its high watermark. Here it is now {highWatermark}, the log ends at {logEndOffset}.',
    why: 'A follower hears of the high watermark one fetch late. It never takes one above its own log end.',
  },
  becameLeader: {
    what: 'This broker leads {partition} in epoch {leaderEpoch}, from offset {leaderEpochStartOffset}. High watermark {highWatermark}, ISR {{isr}}.',
    why: 'The metadata say so. It notes the epoch at its log end, even with nothing to write. Its high watermark may lag until followers have fetched.',
  },
  becameFollower: {
    what: 'This broker follows {leader} for {partition} in epoch {leaderEpoch}. Its log ends at {logEndOffset}, high watermark {highWatermark}.',
    why: 'A new epoch restarts the fetcher. Nothing is cut yet: the first fetch shows where the logs part.',
  },
  becameLeaderless: {
    what: '{partition} has no leader in epoch {leaderEpoch}. The log here ends at {logEndOffset}, high watermark {highWatermark}.',
    why: 'The controller found no replica that may lead. Nobody writes and nobody fetches until there is one.',
  },
  followerFellBehind: {
    what: '{partition}: broker {follower} is falling behind. It has {followerEndOffset} of {logEndOffset}.',
    why: 'It did not reach what the leader had at its fetch before. It stays in the ISR until replica.lag.time.max.ms has passed so.',
  },
  isrShrinkRequested: {
    what: '{partition}: the leader asks to remove broker {follower} from the ISR, leaving {{newIsr}}.',
    why: 'Broker {follower} was last caught up {behindMillis} ms ago. More than replica.lag.time.max.ms, {replicaLagTimeMaxMillis} ms, means out of sync. Until the controller agrees, it still counts.',
  },
  isrShrinkRequestedNeverFetched: {
    what: '{partition}: the leader asks to remove broker {follower} from the ISR, leaving {{newIsr}}.',
    why: 'Broker {follower} has not fetched from this leader at all for replica.lag.time.max.ms, {replicaLagTimeMaxMillis} ms.',
  },
  isrExpandRequested: {
    what: '{partition}: the leader asks to let broker {follower} into the ISR. It has reached {followerEndOffset}.',
    why: 'It is past the high watermark {highWatermark} and the start of this epoch, {leaderEpochStartOffset}. From now on the high watermark waits for it.',
  },
  isrShrunk: {
    what: '{partition}: the leader\'s ISR is {{isr}}. It was {{previousIsr}}.',
    why: 'The controller confirmed it as partition epoch {partitionEpoch}. The high watermark waits no more for who left; acks=all needs {minInsyncReplicas} in sync.',
  },
  isrExpanded: {
    what: '{partition}: the leader\'s ISR is {{isr}}. It was {{previousIsr}}.',
    why: 'The controller confirmed it as partition epoch {partitionEpoch}. The new member may now be elected without loss.',
  },
  isrChangeRefused: {
    what: '{partition}: the ISR {{isr}} was not accepted: {error}.',
    why: 'The controller decides. Some refusals put the old ISR back at once; with others the leader waits for the metadata.',
  },
  fetchDiverged: {
    what: '{partition}: the log parts from broker {leader}\'s. There epoch {divergingEpoch} ends at {endOffset}.',
    why: 'Each fetch names the epoch of the last record, here {lastFetchedEpoch}. The leader has another history after that point.',
  },
  logTruncated: {
    what: '{partition}: the log was cut from {previousLogEndOffset} to {offset}. {lostCount} {lostCount|record is|records are} gone here.',
    why: 'A follower keeps only what its leader has. Records above the high watermark, now {highWatermark}, were never promised to stay.',
  },
  logStartedOver: {
    what: '{partition}: the whole log was dropped at {previousLogEndOffset}. It starts again at {offset}.',
    why: 'The leader\'s log begins above this log\'s end: what lay between is deleted. A log has no holes, so it starts over.',
  },
  fetchOutOfRange: {
    what: '{partition}: broker {leader} does not have offset {fetchOffset}.',
    why: 'The follower asks where the leader\'s log begins and ends. Then it cuts its own, or starts over.',
  },
  fetchDelayed: {
    what: '{partition}: fetching from broker {leader} waits {backoffMillis} ms: {error}.',
    why: 'The error may pass: the leader may not know of its role yet. The fetcher tries again after replica.fetch.backoff.ms.',
  },
  fetchGivenUp: {
    what: '{partition}: fetching from broker {leader} in epoch {leaderEpoch} stopped: {error}.',
    why: 'The partition is set aside until the metadata name a new leader epoch. Other partitions go on.',
  },
} as const satisfies EventTexts;

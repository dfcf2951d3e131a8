import { State } from '../../kernel/state.ts';
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../apis/Fetch/messages.ts';
import { errors } from '../errors.ts';
import type { LogReadInfo } from '../log/log-types.ts';
import type { FetchPartitionData } from './partition-read.ts';

/** One partition of a fetch, and of a session what was sent of it last. Source: FetchSession.CachedPartition. */
export class CachedPartition extends State implements FetchPartitionData {
  readonly key: string;
  readonly topic: string;
  readonly topicId: string;
  readonly partitionIndex: number;
  fetchOffset = 0;
  logStartOffset = -1;
  maxBytes = 0;
  currentLeaderEpoch: number | null = null;
  lastFetchedEpoch: number | null = null;
  /** What the other side was told last; -1 tells it again. */
  sentHighWatermark = -1;
  sentLogStartOffset = -1;
  /** Where the last read began, for a fetch that waits. */
  readOffset = -1;
  readSegmentBaseOffset = -1;
  readPosition = -1;
  /** Its turn in the session: partitions that had data go to the end. */
  order: number;
  /** The next fetch of the session looks at it. */
  isActive = false;

  constructor(topic: string, topicId: string, fetch: FetchPartition, order: number) {
    super();
    this.key = `${topic}-${String(fetch.partition)}`;
    this.topic = topic;
    this.topicId = topicId;
    this.partitionIndex = fetch.partition;
    this.order = order;
    this.updateRequest(fetch);
  }

  updateRequest(fetch: FetchPartition): void {
    this.fetchOffset = fetch.fetchOffset;
    this.logStartOffset = fetch.logStartOffset;
    this.maxBytes = fetch.partitionMaxBytes;
    this.currentLeaderEpoch = fetch.currentLeaderEpoch < 0 ? null : fetch.currentLeaderEpoch;
    this.lastFetchedEpoch = fetch.lastFetchedEpoch < 0 ? null : fetch.lastFetchedEpoch;
  }

  noteRead(read: LogReadInfo | null): void {
    this.readOffset = read?.messageOffset ?? -1;
    this.readSegmentBaseOffset = read?.segmentBaseOffset ?? -1;
    this.readPosition = read?.position ?? -1;
  }

  /** Whether the answer says anything new, which is then noted. Source: CachedPartition.maybeUpdateResponseData. */
  maybeUpdateResponse(answer: FetchPartitionResponse): boolean {
    let mustRespond = answer.records.length > 0 || answer.preferredReadReplica >= 0 || answer.divergingEpoch !== null;
    if (this.noteOffsets(answer.highWatermark, answer.logStartOffset)) mustRespond = true;
    if (answer.errorCode !== errors.NONE) {
      mustRespond = true;
      // When the error is gone the partition is sent again.
      this.sentHighWatermark = -1;
    }
    return mustRespond;
  }

  /** Notes where the partition's marks are; whether the other side was told otherwise. */
  noteOffsets(highWatermark: number, logStartOffset: number): boolean {
    const isNew = this.sentHighWatermark !== highWatermark || this.sentLogStartOffset !== logStartOffset;
    this.sentHighWatermark = highWatermark;
    this.sentLogStartOffset = logStartOffset;
    return isNew;
  }
}

/** What a request that names all its partitions says. */
export function requestPartitions(request: FetchRequest): CachedPartition[] {
  const partitions: CachedPartition[] = [];
  for (const { topic, topicId, partitions: fetches } of request.topics) {
    for (const fetch of fetches) partitions.push(new CachedPartition(topic, topicId, fetch, partitions.length));
  }
  return partitions;
}

import { WaitingRequest } from '../../kernel/process.ts';
import type { Envelope } from '../../kernel/process.ts';
import type { CachedPartition } from './cached-partition.ts';
import { DelayedOperation } from './delayed-operations.ts';
import type { PartitionLookup } from './delayed-operations.ts';
import type { FetchContext } from './fetch-session.ts';
import { isWithinLatestEpoch, localLogWithEpoch } from './partition-read.ts';
import type { FetchParams } from './partition-read.ts';

/** What a waiting fetch has to remember. */
export interface DelayedFetchParts {
  readonly context: Exclude<FetchContext, { kind: 'error' }>;
  readonly params: FetchParams;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** Of a consumer; empty when not sent. */
  readonly rackId: string;
}

/**
 * A fetch that waits for data. It ends when enough bytes are there, and at once when something is not as it was: role, epoch, a truncated
 * log, a new segment. A follower's fetch does not end by a new high watermark: it hears of it with the next data or when its time is
 * over. Source: DelayedFetch.
 */
export class DelayedFetch extends DelayedOperation {
  readonly parts: DelayedFetchParts;

  constructor(request: Envelope | null, parts: DelayedFetchParts) {
    super(request === null ? null : new WaitingRequest(request));
    this.parts = parts;
  }

  override tryComplete(lookup: PartitionLookup, changed: string | null): boolean {
    const { context, minBytes } = this.parts;
    // With one byte to wait for, only what changed can make a difference.
    if (changed !== null && minBytes <= 1) {
      const partition = context.kind === 'incremental'
        ? context.session.partitions.get(changed)
        : context.partitions.find(({ key }) => key === changed);
      if (partition === undefined) return false;
      const bytes = this.availableBytes(lookup, partition);
      return bytes === 'answer' || bytes >= minBytes;
    }
    return this.isSatisfied(lookup, context.kind === 'incremental' ? context.session.partitions.values() : context.partitions);
  }

  /** Whether these partitions together are enough to answer. */
  isSatisfied(lookup: PartitionLookup, partitions: Iterable<CachedPartition>): boolean {
    let availableBytes = 0;
    for (const partition of partitions) {
      const bytes = this.availableBytes(lookup, partition);
      if (bytes === 'answer') return true;
      availableBytes += bytes;
    }
    return availableBytes >= this.parts.minBytes;
  }

  private availableBytes(lookup: PartitionLookup, cached: CachedPartition): number | 'answer' {
    const partition = lookup.partitionOrError(cached.key);
    if (typeof partition === 'number') return 'answer';
    const { params } = this.parts;
    const log = localLogWithEpoch(partition, cached.currentLeaderEpoch, params.fetchOnlyLeader);
    if ('kind' in log) return 'answer';
    if (cached.readOffset < 0) return 0;
    const end = log.boundOf(params.isolation);
    let bytes = 0;
    if (cached.readOffset > end.messageOffset) return 'answer';
    if (cached.readOffset < end.messageOffset) {
      if (cached.readSegmentBaseOffset < end.segmentBaseOffset) return 'answer';
      bytes = Math.min(end.relativePositionInSegment - cached.readPosition, cached.maxBytes);
    }
    if (cached.lastFetchedEpoch === null || isWithinLatestEpoch(log, cached)) return bytes;
    const epochEnd = log.endOffsetForEpoch(cached.lastFetchedEpoch);
    if (epochEnd === null || epochEnd.epoch < cached.lastFetchedEpoch || epochEnd.endOffset < cached.fetchOffset) return 'answer';
    return bytes;
  }
}

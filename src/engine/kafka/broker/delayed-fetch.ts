import { WaitingRequest } from '../../kernel/process.ts';
import type { Envelope } from '../../kernel/process.ts';
import type { ScheduleId } from '../../kernel/scheduler.ts';
import { Shared, Value } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import type { EventId, Micros } from '../../kernel/units.ts';
import type { CachedPartition } from './cached-partition.ts';
import type { DelayedOperation, PartitionLookup } from './delayed-operations.ts';
import type { FetchContext, FetchSession } from './fetch-session.ts';
import { isWithinLatestEpoch, localLogWithEpoch } from './partition-read.ts';
import type { FetchParams } from './partition-read.ts';

const none: readonly never[] = [];

/** What a waiting fetch has to remember. */
export interface DelayedFetchParts {
  readonly context: Exclude<FetchContext, { kind: 'error' }>;
  readonly params: FetchParams;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** Of a consumer; empty when not sent. */
  readonly rackId: string;
}

/** What one fetch of a session says like the next: there once for all that wait, one after the other, and for all checkpoints. */
class FetchTerms extends Shared {
  /** Null outside sessions. */
  readonly session: FetchSession | null;
  /** Of the first such fetch; its event is nobody else's. */
  readonly parts: Omit<DelayedFetchParts, 'context'>;
  /** Where the answer goes; null outside a kernel. */
  readonly request: WaitingRequest | null;

  constructor({ context, params, minBytes, maxBytes, rackId }: DelayedFetchParts, envelope: Envelope | null) {
    super();
    this.session = context.kind === 'incremental' ? context.session : null;
    this.parts = { params, minBytes, maxBytes, rackId };
    this.request = envelope === null ? null : new WaitingRequest(envelope, envelope.correlationId, envelope.sentMicros);
  }

  isOf(session: FetchSession, { params, minBytes, maxBytes, rackId }: DelayedFetchParts, envelope: Envelope): boolean {
    const { parts, request } = this;
    const known = parts.params;
    return (
      this.session === session &&
      request?.connection === envelope.connection &&
      request.connectionGeneration === envelope.connectionGeneration &&
      known.replicaId === params.replicaId &&
      known.replicaEpoch === params.replicaEpoch &&
      known.isolation === params.isolation &&
      known.fetchOnlyLeader === params.fetchOnlyLeader &&
      parts.minBytes === minBytes &&
      parts.maxBytes === maxBytes &&
      parts.rackId === rackId
    );
  }
}

/** The latest terms of each session of a broker, by its id: no state, for terms that say the same are as good. */
export class KnownTerms extends Shared {
  private readonly bySession = new Map<number, FetchTerms>();

  of(parts: DelayedFetchParts, envelope: Envelope | null): FetchTerms {
    const { context } = parts;
    if (context.kind !== 'incremental' || envelope === null) return new FetchTerms(parts, envelope);
    const { session } = context;
    let terms = this.bySession.get(session.id);
    if (terms?.isOf(session, parts, envelope) === true) return terms;
    terms = new FetchTerms(parts, envelope);
    this.bySession.set(session.id, terms);
    return terms;
  }
}

/**
 * A fetch that waits for data. It ends when enough bytes are there, and at once when something is not as it was: role, epoch, a truncated
 * log, a new segment. A follower's fetch does not end by a new high watermark: it hears of it with the next data or when its time is
 * over. Immutable once it waits and has its timer. Source: DelayedFetch.
 */
export class DelayedFetch extends Value implements DelayedOperation {
  id = 0;
  timer: ScheduleId = 0;
  /** Under which watcher it waits; its own id unless a session watches for it. */
  watcher = 0;
  watched: readonly string[] = none;
  private readonly terms: FetchTerms;
  /** Of a fetch outside sessions. */
  private readonly outside: Exclude<DelayedFetchParts['context'], { kind: 'incremental' }> | null;
  private readonly requestEpoch: number;
  private readonly correlationId: number;
  private readonly sentMicros: Micros;
  private readonly event: EventId;

  constructor(envelope: Envelope | null, parts: DelayedFetchParts, known: KnownTerms) {
    super();
    const { context, params } = parts;
    this.terms = known.of(parts, envelope);
    this.outside = context.kind === 'incremental' ? null : context;
    this.requestEpoch = context.kind === 'incremental' ? context.requestEpoch : 0;
    this.correlationId = envelope?.correlationId ?? 0;
    this.sentMicros = envelope?.sentMicros ?? 0;
    this.event = params.event;
  }

  /** Field by field, for a copy of an object is slow to make and slow to read. */
  get parts(): DelayedFetchParts {
    const { session, parts } = this.terms;
    const { replicaId, replicaEpoch, isolation, fetchOnlyLeader } = parts.params;
    const params = { replicaId, replicaEpoch, isolation, fetchOnlyLeader, event: this.event };
    const context = this.outside ?? this.contextIn(session);
    return { context, params, minBytes: parts.minBytes, maxBytes: parts.maxBytes, rackId: parts.rackId };
  }

  private contextIn(session: FetchSession | null): DelayedFetchParts['context'] {
    assert(session !== null, 'a fetch is of a session or outside all');
    return { kind: 'incremental', session, requestEpoch: this.requestEpoch };
  }

  get request(): WaitingRequest | null {
    const { request } = this.terms;
    return request === null ? null : new WaitingRequest(request, this.correlationId, this.sentMicros);
  }

  tryComplete(lookup: PartitionLookup, changed: string | null): boolean {
    const { session, parts } = this.terms;
    // With one byte to wait for, only what changed can make a difference.
    if (changed !== null && parts.minBytes <= 1) {
      const partition = session === null ? this.outside?.partitions.find(({ key }) => key === changed) : session.partitions.get(changed);
      if (partition === undefined) return false;
      const bytes = this.availableBytes(lookup, partition);
      return bytes === 'answer' || bytes >= parts.minBytes;
    }
    return this.isSatisfied(lookup, session?.partitions.values() ?? this.outside?.partitions ?? []);
  }

  /** Whether these partitions together are enough to answer. */
  isSatisfied(lookup: PartitionLookup, partitions: Iterable<CachedPartition>): boolean {
    let availableBytes = 0;
    for (const partition of partitions) {
      const bytes = this.availableBytes(lookup, partition);
      if (bytes === 'answer') return true;
      availableBytes += bytes;
    }
    return availableBytes >= this.terms.parts.minBytes;
  }

  private availableBytes(lookup: PartitionLookup, cached: CachedPartition): number | 'answer' {
    const partition = lookup.partitionOrError(cached.key);
    if (typeof partition === 'number') return 'answer';
    const { params } = this.terms.parts;
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

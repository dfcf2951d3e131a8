import type { BatchCompressor } from './batch-compressor.ts';
import type { RebuildRecords } from './batch-rebuilder.ts';
import type { RecordBatch } from './record-batch.ts';

/** Who appends: decides which checks run. Source: AppendOrigin. */
export type AppendOrigin = 'CLIENT' | 'REPLICATION' | 'COORDINATOR' | 'RAFT_LEADER';

/** How far a read may see. Source: FetchIsolation. */
export type FetchIsolation = 'LOG_END' | 'HIGH_WATERMARK' | 'TXN_COMMITTED';

/** Names a verification of a transaction with its coordinator; `noVerificationGuard` is Kafka's SENTINEL, which never verifies. */
export type VerificationGuard = number;

export const noVerificationGuard: VerificationGuard = 0;

/** The transaction version of an append that says none. Source: TransactionVersion.TV_UNKNOWN. */
export const transactionVersionUnknown = -1;

/** What else an append may say of itself. */
export interface AppendOptions {
  readonly origin: AppendOrigin;
  /** From maybeStartTransactionVerification; needed by the first batch of a transaction when verification is on. */
  readonly verificationGuard: VerificationGuard;
  /** 0, 1 or 2 for COMMIT and ABORT markers; -1 otherwise. */
  readonly transactionVersion: number;
  /** How to write records anew as bytes; absent inside the cluster, where no client is old. */
  readonly rebuild?: RebuildRecords;
  /** How to compress what a topic stores compressed; absent where nobody has codecs. */
  readonly compressor?: BatchCompressor;
}

/** An ordinary produce. */
export const clientAppend: AppendOptions = {
  origin: 'CLIENT',
  verificationGuard: noVerificationGuard,
  transactionVersion: transactionVersionUnknown,
};

/** What an append did. Source: LogAppendInfo. */
export interface LogAppendInfo {
  readonly kind: 'appended';
  /** -1 when nothing was appended (an empty set). For a duplicate: the offsets of the batch that the log has already. */
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
  /** The broker's time with LogAppendTime, the original's timestamp for a duplicate, else -1. */
  readonly logAppendTime: number;
  readonly logStartOffset: number;
  readonly validBytes: number;
  /** The compression in which the records came: an index of compressionNames. */
  readonly sourceCompressionId: number;
  /** The batch was in the log already: nothing was written. */
  readonly isDuplicate: boolean;
  /** What a leader's append did to its high watermark; the log itself leaves it to the partition. Source: LeaderHwChange. */
  readonly leaderHwChange: 'INCREASED' | 'SAME' | 'NONE';
  /** The batches as stored, stamped with offsets and epoch; empty for a duplicate. */
  readonly batches: readonly RecordBatch[];
}

/** The same before the append is done. */
export type AppendInProgress = { -readonly [K in keyof LogAppendInfo]: LogAppendInfo[K] };

/** A transaction that a read_committed reader must skip from its first offset on. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** What a read found: whole batches of one segment. Source: FetchDataInfo. */
export interface LogReadInfo {
  readonly kind: 'read';
  /** The base offset of the first batch (it may be below the offset asked for), or the offset asked for when nothing is there. */
  readonly messageOffset: number;
  readonly segmentBaseOffset: number;
  /** The byte position in the segment. */
  readonly position: number;
  /** Bytes that Kafka sends: a last batch that the limit cuts counts as far as it goes. */
  readonly sizeInBytes: number;
  /** The batches that fit whole. */
  readonly batches: readonly RecordBatch[];
  /** The limit is smaller than the first batch, and minOneMessage was not asked. */
  readonly firstEntryIncomplete: boolean;
  /** Null unless the isolation is TXN_COMMITTED. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
}

/** The answer of ListOffsets: -1 where there is none. Source: FileRecords.TimestampAndOffset. */
export interface TimestampAndOffset {
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number | null;
}

/** Special timestamps of ListOffsets. Source: ListOffsetsRequest. */
export const latestTimestamp = -1;
export const earliestTimestamp = -2;
export const maxTimestampRequest = -3;
export const earliestLocalTimestamp = -4;
export const latestTieredTimestamp = -5;
export const earliestPendingUploadTimestamp = -6;

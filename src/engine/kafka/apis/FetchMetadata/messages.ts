import type { MetadataRecord } from '../../metadata/records.ts';

/** A Fetch of `__cluster_metadata-0`, by a broker or another controller. Source: FetchRequest, KafkaRaftClient. */
export interface FetchMetadataRequest {
  readonly replicaId: number;
  readonly fetchOffset: number;
  readonly lastFetchedEpoch: number;
  readonly maxWaitMs: number;
  /** What the asker knows of the high watermark (KIP-1166). */
  readonly highWatermark: number;
  readonly currentLeaderEpoch: number;
}

/** The answer: records of the metadata log, and who leads the quorum. */
export interface FetchMetadataResponse {
  readonly errorCode: number;
  /** The active controller and its epoch, as far as the answering node knows; -1 none. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly baseOffset: number;
  readonly records: readonly MetadataRecord[];
  /** The Raft epoch of each record. */
  readonly epochs: readonly number[];
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | null;
}

/** Field names as in OffsetCommitRequest.json (v9 meaning; topics by name). */
export interface OffsetCommitRequest {
  readonly groupId: string;
  /** The generation of a classic group, the epoch of a consumer group's member; -1 from outside any group. */
  readonly generationIdOrMemberEpoch: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly committedOffset: number;
      readonly committedLeaderEpoch: number;
      readonly committedMetadata: string | null;
    }[];
  }[];
}

/** Field names as in OffsetCommitResponse.json. */
export interface OffsetCommitResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[];
  }[];
}

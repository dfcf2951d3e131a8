/** Field names as in OffsetFetchRequest.json (v9 meaning; topics by name). `topics` null asks for all. */
export interface OffsetFetchRequest {
  /** Wait for offsets that open transactions will decide. */
  readonly requireStable: boolean;
  readonly groups: readonly {
    readonly groupId: string;
    readonly memberId: string | null;
    readonly memberEpoch: number;
    readonly topics: readonly { readonly name: string; readonly partitionIndexes: readonly number[] }[] | null;
  }[];
}

/** Field names as in OffsetFetchResponse.json; committedOffset -1: none. */
export interface OffsetFetchResponse {
  readonly throttleTimeMs: number;
  readonly groups: readonly {
    readonly groupId: string;
    readonly errorCode: number;
    readonly topics: readonly {
      readonly name: string;
      readonly partitions: readonly {
        readonly partitionIndex: number;
        readonly committedOffset: number;
        readonly committedLeaderEpoch: number;
        readonly metadata: string | null;
        readonly errorCode: number;
      }[];
    }[];
  }[];
}

/** Field names as in FindCoordinatorRequest.json (v6). keyType: 0 group, 1 transaction, 2 share group. */
export interface FindCoordinatorRequest {
  readonly keyType: number;
  readonly coordinatorKeys: readonly string[];
}

/** One answer a key. Field names as in FindCoordinatorResponse.json. */
export interface FindCoordinatorResponse {
  readonly throttleTimeMs: number;
  readonly coordinators: readonly {
    readonly key: string;
    readonly nodeId: number;
    readonly errorCode: number;
    readonly errorMessage: string | null;
  }[];
}

/** Field names as in SyncGroupRequest.json (v5). `assignment` is what the members' own protocol says. */
export interface SyncGroupRequest {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** Only from the leader. */
  readonly assignments: readonly { readonly memberId: string; readonly assignment: object }[];
}

/** Field names as in SyncGroupResponse.json; `assignment` null: none was given to this member. */
export interface SyncGroupResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: object | null;
}

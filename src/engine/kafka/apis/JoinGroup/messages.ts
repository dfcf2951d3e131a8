/**
 * Field names as in JoinGroupRequest.json (v9). `metadata` is what the members' own protocol says (ConsumerProtocol for consumers):
 * the coordinator passes it on unread, except that it compares for equality.
 */
export interface JoinGroupRequest {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  /** Empty for a member that is new. */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string;
  /** In the member's order of preference. */
  readonly protocols: readonly { readonly name: string; readonly metadata: object }[];
  readonly reason: string | null;
}

/** Field names as in JoinGroupResponse.json. */
export interface JoinGroupResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  /** A static leader that returns keeps the assignment that it made before. */
  readonly skipAssignment: boolean;
  readonly memberId: string;
  /** Only for the leader. */
  readonly members: readonly { readonly memberId: string; readonly groupInstanceId: string | null; readonly metadata: object }[];
}

/** Field names as in HeartbeatRequest.json (v4). */
export interface HeartbeatRequest {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** Field names as in HeartbeatResponse.json. */
export interface HeartbeatResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
}

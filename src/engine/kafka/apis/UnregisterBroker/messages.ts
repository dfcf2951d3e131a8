/** Field names as in UnregisterBrokerRequest.json (v0). */
export interface UnregisterBrokerRequest {
  readonly brokerId: number;
}

/** Field names as in UnregisterBrokerResponse.json. */
export interface UnregisterBrokerResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

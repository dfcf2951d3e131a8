/** Field names as in AllocateProducerIdsRequest.json: a broker asks for a block of producer ids. */
export interface AllocateProducerIdsRequest {
  readonly brokerId: number;
  readonly brokerEpoch: number;
}

/** Field names as in AllocateProducerIdsResponse.json. */
export interface AllocateProducerIdsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly producerIdStart: number;
  readonly producerIdLen: number;
}

/** Field names as in BrokerHeartbeatRequest.json (v2). */
export interface BrokerHeartbeatRequest {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly currentMetadataOffset: number;
  readonly wantFence: boolean;
  readonly wantShutDown: boolean;
  readonly offlineLogDirs: readonly string[];
  /** Directories that take no new replicas (KIP-1066); absent or null in older versions. */
  readonly cordonedLogDirs?: readonly string[] | null;
}

/** Field names as in BrokerHeartbeatResponse.json. */
export interface BrokerHeartbeatResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly isCaughtUp: boolean;
  readonly isFenced: boolean;
  readonly shouldShutDown: boolean;
}

/** Field names as in BrokerRegistrationRequest.json (v4). */
export interface BrokerRegistrationRequest {
  readonly brokerId: number;
  readonly clusterId: string;
  readonly incarnationId: string;
  readonly features: readonly { readonly name: string; readonly minSupportedVersion: number; readonly maxSupportedVersion: number }[];
  readonly rack: string | null;
  readonly isMigratingZkBroker: boolean;
  readonly logDirs: readonly string[];
  /** The epoch that the clean-shutdown file names; -1 after an unclean shutdown. */
  readonly previousBrokerEpoch: number;
}

/** Field names as in BrokerRegistrationResponse.json. */
export interface BrokerRegistrationResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly brokerEpoch: number;
}
